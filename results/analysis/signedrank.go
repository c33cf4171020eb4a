package analysis

import "math"

// exactUpTo is the largest sample for which the null distribution of the
// signed-rank statistic is counted out. Beyond it the normal approximation
// moves an end of the interval by one Walsh average of more than a thousand, and
// by two of eighty thousand at 400 differences.
const exactUpTo = 50

// minBlocks is the smallest sample that has a signed-rank interval of 95 % at
// all: with five differences, the widest one covers 1 − 2/2⁵ = 93.75 %.
const minBlocks = 6

// z95 is the 97.5th percentile of the normal distribution.
const z95 = 1.959963984540054

// signedRankInterval is the confidence interval for the centre of symmetry of
// x, without any other assumption on its distribution, that misses it with
// probability alpha: the Walsh averages that are q-th from either end, where q
// is the alpha/2 quantile of the Wilcoxon signed-rank statistic. Hollander,
// Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd edition, section
// 3.3 (Tukey's interval). Ties only make it wider than it had to be.
func signedRankInterval(x []float64, alpha float64) (lo, hi float64) {
	w := walsh(x)
	q := signedRankQuantile(len(x), alpha)
	return w[q-1], w[len(w)-q]
}

// signedRankQuantile is the smallest q ≥ 1 such that the signed-rank
// statistic of n differences is ≤ q with a probability of at least alpha/2.
func signedRankQuantile(n int, alpha float64) int {
	if n <= exactUpTo {
		return exactQuantile(n, alpha)
	}
	m := float64(n)
	mean := m * (m + 1) / 4
	sd := math.Sqrt(m * (m + 1) * (2*m + 1) / 24)
	return max(1, int(math.Ceil(mean-normalQuantile(1-alpha/2)*sd-0.5)))
}

// exactQuantile counts subsets of the ranks 1 to n by their sum: the statistic
// is the sum of the ranks of the positive differences, and each rank is
// positive with probability one half.
func exactQuantile(n int, alpha float64) int {
	ways := make([]float64, n*(n+1)/2+1)
	ways[0] = 1
	for rank, top := 1, 0; rank <= n; rank++ {
		top += rank
		for sum := top; sum >= rank; sum-- {
			ways[sum] += ways[sum-rank]
		}
	}
	below := 0.0
	for q, count := range ways {
		below += count
		if below >= alpha/2*math.Exp2(float64(n)) {
			return max(q, 1)
		}
	}
	return 1
}
