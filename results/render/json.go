package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/probecost/probecost/results/analysis"
)

// JSON writes {"rows":[…]}, an object per arm and line.
func JSON(w io.Writer, tables []analysis.Table) error { return writeLines(w, "rows", rows(tables)) }

// writeLines writes an object with one member, a list with a line for each of
// rows.
func writeLines[T any](w io.Writer, name string, rows []T) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{%q:[", name)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, r := range rows {
		if i > 0 {
			b.Truncate(b.Len() - 1) // the newline of the object before
			b.WriteString(",")
		}
		b.WriteString("\n")
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	b.WriteString("]}\n")
	_, err := w.Write(b.Bytes())
	return err
}

// writeIndented writes a value that is no list of lines, as programs and people
// read it.
func writeIndented(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(value)
}
