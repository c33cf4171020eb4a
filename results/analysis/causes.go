package analysis

import (
	"math"
	"slices"

	"github.com/probecost/probecost/results"
)

// Causes for which a visit does not count. They are things that were recorded
// about the visit; how long it took is never one.
const (
	causeMigrated  = "ran on another CPU"
	causeRecursion = "the kernel left out runs of the program"
	causeMissed    = "the probe missed events"
	causeFull      = "a buffer that the program writes to was full: make it larger"
	causeShort     = "chunks of a worker are missing"
	causePreempted = "interrupted far more often than others"
)

// causes finds why visits do not count: the i-th is of rec.Visits[i], and
// empty if it does.
func causes(rec *results.Recording) []string {
	often := interrupted(rec)
	found := make([]string, len(rec.Visits))
	for i, v := range rec.Visits {
		found[i] = cause(rec.Header, v, often[v.Workers])
	}
	return found
}

func cause(h results.Header, v results.Visit, often float64) string {
	switch {
	case v.Migrated:
		return causeMigrated
	case v.Recursion > passable(h, v):
		return causeRecursion
	case v.Attached != nil && v.Attached.Missed > passable(h, v):
		return causeMissed
	case v.Overflowed():
		return causeFull
	case short(h.Plan, v):
		return causeShort
	case h.Metric == results.Time && float64(v.Involuntary) > often:
		return causePreempted
	}
	return ""
}

// passable is how many events a visit may have of which its program did not get
// to run. Each makes an operation cheaper, so of time there must be none. Of
// instructions the operations that are all the same give the figure, and one
// that is cheaper is an error by itself, see checkMode: what is left out is left
// out between them, in the guest's timer, as long as it is not most.
func passable(h results.Header, v results.Visit) uint64 {
	if h.Metric != results.Instructions {
		return 0
	}
	return uint64((1 - minModeShare) * float64(len(v.Chunks)))
}

// short says whether a worker's chunks are not all there.
func short(p results.Plan, v results.Visit) bool {
	if len(v.Others) != max(1, v.Workers)-1 {
		return true
	}
	return slices.ContainsFunc(timings(p, v), func(t results.Timing) bool { return len(t.Chunks) < p.Chunks })
}

// interrupted is how many involuntary switches are too many in a visit, by the
// number of workers: more than the run's median by ten times what the middle
// half is away from it, and half of the chunks.
func interrupted(rec *results.Recording) map[int]float64 {
	switches := map[int][]float64{}
	for _, v := range rec.Visits {
		switches[v.Workers] = append(switches[v.Workers], float64(v.Involuntary))
	}
	limits := map[int]float64{}
	for workers, x := range switches {
		middle := median(x)
		away := make([]float64, len(x))
		for i, v := range x {
			away[i] = math.Abs(v - middle)
		}
		limits[workers] = max(middle+10*median(away), rec.Header.Plan.MostInterrupts(workers))
	}
	return limits
}
