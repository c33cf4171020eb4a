package render

import (
	"io"

	"github.com/probecost/probecost/results/compare"
)

// ComparisonJSON writes what has changed for other programs: the report as it
// is, numbers null where there are none.
func ComparisonJSON(w io.Writer, r *compare.Report) error {
	return writeIndented(w, r)
}
