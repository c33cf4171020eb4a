package render

import (
	"encoding/json"
	"io"

	"github.com/probecost/probecost/results/compare"
)

// ComparisonJSON writes what has changed for other programs: the report as it
// is, numbers null where there are none.
func ComparisonJSON(w io.Writer, r *compare.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(r)
}
