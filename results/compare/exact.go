package compare

import (
	"fmt"

	"github.com/probecost/probecost/results/verdict"
)

// exact compares counts. Recordings of the same kernel must agree, or none of
// them can be compared with.
func exact(r *Row, before, after []estimate, o Options) {
	for _, es := range [][]estimate{before, after} {
		for _, e := range es[1:] {
			if e.Overhead != es[0].Overhead {
				r.Reason = fmt.Sprintf("recordings of one side contradict each other: %g and %g instructions", es[0].Overhead, e.Overhead)
			}
		}
	}
	x, y := before[0].Overhead, after[0].Overhead
	r.Change = &Change{Value: y - x, Lo: y - x, Hi: y - x, Threshold: o.Allow}
	r.Verdict = verdict.Exact(x, y, o.Allow)
}
