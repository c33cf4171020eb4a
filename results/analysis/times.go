package analysis

import (
	"math"
	"slices"

	"github.com/probecost/probecost/results"
)

// Times is what it takes to load the programs of an attach type, to attach
// and to detach them, over all visits of a recording.
type Times struct {
	Attach   string
	Visits   int
	Load     Median
	Attached Median
	Detach   Median
}

// Median of a sample, in nanoseconds, with its 95 % interval.
type Median struct{ Value, Lo, Hi float64 }

// times lists the attach types in the order of the plan. All workloads and
// handlers are taken together: what an agent pays at its start depends on the
// attach type much more than on which event it is.
func times(rec *results.Recording) []Times {
	load, attach, detach := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
	var order []string
	for _, a := range rec.Header.Plan.Arms {
		if !slices.Contains(order, a.Subject()) && !(Row{Arm: a}).IsControl() {
			order = append(order, a.Subject())
		}
	}
	for _, v := range rec.Visits {
		if v.AttachNS <= 0 {
			continue
		}
		load[v.Subject()] = append(load[v.Subject()], float64(v.LoadNS))
		attach[v.Subject()] = append(attach[v.Subject()], float64(v.AttachNS))
		detach[v.Subject()] = append(detach[v.Subject()], float64(v.DetachNS))
	}
	var all []Times
	for _, name := range order {
		if n := len(attach[name]); n >= minBlocks {
			all = append(all, Times{name, n, medianOf(load[name]), medianOf(attach[name]), medianOf(detach[name])})
		}
	}
	return all
}

// medianOf is the median of x, at least minBlocks of them, with an interval
// that assumes nothing of their distribution: the order statistics between
// which it lies with a binomial probability of 95 %. David and Nagaraja, "Order
// Statistics", 3rd edition, section 7.1.
func medianOf(x []float64) Median {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	k := binomialRank(n)
	return Median{Value: median(s), Lo: s[k-1], Hi: s[n-k]}
}

// binomialRank is the largest k ≥ 1 for which fewer than k of n values lie
// below the median with a probability of at most 2.5 %.
func binomialRank(n int) int {
	below, logHalf := 0.0, float64(n)*math.Ln2
	for k := range n {
		choose, _ := math.Lgamma(float64(n + 1))
		a, _ := math.Lgamma(float64(k + 1))
		b, _ := math.Lgamma(float64(n - k + 1))
		below += math.Exp(choose - a - b - logHalf)
		if below > 0.025 {
			return max(1, k)
		}
	}
	return 1
}
