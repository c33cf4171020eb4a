package history

import (
	"math"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

// Threshold is from what on a change between sessions matters.
var Threshold = verdict.Threshold{Share: 0.02, Floor: 1}

// Change is a place where a series changed for good. It is advice: that of a
// time is found by looking at all places, and sessions depend on each other.
type Change struct {
	At       int // index of the first point after it
	Old, New float64
}

const (
	// minSegment is how many sessions there are at least between changes.
	minSegment = 5
	// changeChance is that of finding one where there is none, for each
	// part of a series that is looked at.
	changeChance = 0.01
)

// changes finds those of a series. Of exact figures every difference is one.
// Of times they are found by binary segmentation (Scott and Knott, Biometrics
// 30, 1974) with the rank-sum statistic, which wild sessions do not move: the
// place that divides a part best, if that is more than chance at so many places
// (Bonferroni) and matters; then the same in either part.
func changes(s Series) []Change {
	x := overheads(s.Points)
	if s.Metric == results.Instructions {
		var found []Change
		for i := 1; i < len(x); i++ {
			if x[i] != x[i-1] {
				found = append(found, Change{i, x[i-1], x[i]})
			}
		}
		return found
	}
	var places []int
	divide(x, 0, &places)
	slices.Sort(places)
	return between(x, places)
}

// divide adds to places where x, which begins at index from, changes.
func divide(x []float64, from int, places *[]int) {
	at, p := best(x)
	if p > changeChance {
		return
	}
	old, new := median(x[:at]), median(x[at:])
	if math.Abs(new-old) <= Threshold.Of(old) {
		return
	}
	*places = append(*places, from+at)
	divide(x[:at], from, places)
	divide(x[at:], from+at, places)
}

// best is where the ranks of x before and after differ most, and the chance of
// that at any place.
func best(x []float64) (at int, p float64) {
	n := len(x)
	if n < 2*minSegment {
		return 0, 1
	}
	rank, ties := ranks(x)
	// The variance of a rank sum, corrected for ties, as in Hollander,
	// Wolfe and Chicken, section 4.1; its parts that are the same at every
	// place.
	spread := (float64(n+1) - ties/float64(n*(n-1))) / 12
	if spread <= 0 {
		return 0, 1
	}
	sum, most := 0.0, 0.0
	for k := 1; k <= n-minSegment; k++ {
		sum += rank[k-1]
		if k < minSegment {
			continue
		}
		z := math.Abs(sum-float64(k)*float64(n+1)/2) / math.Sqrt(float64(k)*float64(n-k)*spread)
		if z > most {
			at, most = k, z
		}
	}
	return at, min(1, analysis.TwoSided(most)*float64(n-2*minSegment+1))
}

// ranks are those of x, the mean of them where values are equal, and the sum of
// t³ − t over all groups of t equal ones.
func ranks(x []float64) (rank []float64, ties float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	rank = make([]float64, len(x))
	for i := 0; i < len(x); {
		j := i
		for j < len(x) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			rank[k] = float64(i+j+1) / 2
		}
		t := float64(j - i)
		ties += t*t*t - t
		i = j
	}
	return rank, ties
}

// between are the changes at places, with the medians on either side.
func between(x []float64, places []int) []Change {
	found := make([]Change, len(places))
	for i, at := range places {
		from, to := 0, len(x)
		if i > 0 {
			from = places[i-1]
		}
		if i+1 < len(places) {
			to = places[i+1]
		}
		found[i] = Change{at, median(x[from:at]), median(x[at:to])}
	}
	return found
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}
