package analysis

import (
	"math"
	"slices"
)

// rankSumZ is how many standard deviations the ranks of a among a and b are
// away from what they are if both come from one distribution: the Wilcoxon
// rank-sum test with the normal approximation, corrected for ties. Hollander,
// Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd edition, section
// 4.1. It is 0 if nothing varies.
func rankSumZ(a, b []float64) float64 {
	all := slices.Sorted(slices.Values(slices.Concat(a, b)))
	n := float64(len(all))
	rank := map[float64]float64{}
	ties := 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		rank[all[i]] = float64(i+j+1) / 2
		t := float64(j - i)
		ties += t*t*t - t
		i = j
	}
	sum := 0.0
	for _, v := range a {
		sum += rank[v]
	}
	na, nb := float64(len(a)), float64(len(b))
	variance := na * nb / 12 * (n + 1 - ties/(n*(n-1)))
	if variance <= 0 {
		return 0
	}
	return (sum - na*(n+1)/2) / math.Sqrt(variance)
}
