package compare

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
	"golang.org/x/perf/benchmath"

	"github.com/probecost/probecost/results/analysis"
)

// enoughSessions of each side are compared by their ranks: with three, the most
// extreme order of all has a p of 0.1.
const enoughSessions = 4

// figure is what a side says of an arm, nil if nothing.
func figure(es []estimate) *Figure {
	switch len(es) {
	case 0:
		return nil
	case 1:
		e := es[0]
		return &Figure{e.Overhead, e.Overhead - e.half, e.Overhead + e.half, 1}
	}
	x := overheads(es)
	return &Figure{median(x), slices.Min(x), slices.Max(x), len(x)}
}

// overheads are those of es.
func overheads(es []estimate) []float64 {
	x := make([]float64, len(es))
	for i, e := range es {
		x[i] = e.Overhead
	}
	return x
}

// change is by how much the sessions of one side are dearer than those of the
// other.
func change(before, after []estimate) *Change {
	if min(len(before), len(after)) < enoughSessions {
		return bySession(before, after)
	}
	return byRanks(overheads(before), overheads(after))
}

// bySession takes each side for one session, with all that a session is unsure
// of. A few are not surer than one: what lasts longer than a session does not
// average out over those that follow each other.
func bySession(before, after []estimate) *Change {
	d := median(overheads(after)) - median(overheads(before))
	half := math.Hypot(widest(before), widest(after))
	p := 1.0
	if half > 0 {
		p = analysis.TwoSided(d / (half / z95))
	}
	return &Change{Value: d, Lo: d - half, Hi: d + half, P: &p}
}

// widest is the greatest half-width.
func widest(es []estimate) float64 {
	w := 0.0
	for _, e := range es {
		w = max(w, e.half)
	}
	return w
}

// byRanks compares sessions by the rank-sum test, with its p as benchstat has
// it. The estimate of the shift that belongs to the test is the median of all
// differences, and its interval, Moses', their k-th from either end: Hollander,
// Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd edition, sections
// 4.2 and 4.3.
func byRanks(before, after []float64) *Change {
	var ds []float64
	for _, y := range after {
		for _, x := range before {
			ds = append(ds, y-x)
		}
	}
	slices.Sort(ds)
	k := rankSumQuantile(len(before), len(after))
	p := rankSumP(before, after)
	return &Change{Value: median(ds), Lo: ds[k], Hi: ds[len(ds)-1-k], P: &p}
}

// rankSumP is the p-value that benchstat shows of two samples. The library's sum
// may come out above 1 by what rounding adds.
func rankSumP(x, y []float64) float64 {
	a := benchmath.NewSample(slices.Clone(x), &benchmath.DefaultThresholds)
	b := benchmath.NewSample(slices.Clone(y), &benchmath.DefaultThresholds)
	return min(1, benchmath.AssumeNothing.Compare(a, b).P)
}

// rankSumQuantile is how many differences at either end a 95 % interval leaves
// out.
func rankSumQuantile(n, m int) int {
	if n*m > exactPairs {
		mean, sd := float64(n*m)/2, math.Sqrt(float64(n*m*(n+m+1))/12)
		return max(0, int(math.Floor(mean-z95*sd-0.5)))
	}
	u, k := stats.UDist{N1: n, N2: m}, 0
	for u.CDF(float64(k+1)) <= 0.025 {
		k++
	}
	return k
}

// exactPairs is up to how many pairs of sessions the distribution of the
// statistic is counted out; beyond it the normal approximation moves an end by
// one pair of hundreds.
const exactPairs = 400

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}
