package render

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/probecost/probecost/results/analysis"
)

// JSON writes {"rows":[…]}, an object per arm and line.
func JSON(w io.Writer, tables []analysis.Table) error {
	var b bytes.Buffer
	b.WriteString(`{"rows":[`)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, r := range rows(tables) {
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
