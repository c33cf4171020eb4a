package compare

import (
	"slices"

	"github.com/probecost/probecost/results"
)

// Repeats says whether a recording is of the same machine, in the same state,
// with the same handlers and arms as an earlier one: nothing is different that
// is known to make a difference.
func Repeats(rec, earlier *results.Recording) bool {
	a, b := &rec.Header, &earlier.Header
	return a.Metric == b.Metric && b.Started.Before(a.Started) &&
		a.Environment.Fingerprint() == b.Environment.Fingerprint() && slices.Equal(a.Plan.Arms, b.Plan.Arms)
}
