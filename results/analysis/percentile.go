package analysis

import (
	"math"
	"slices"
)

// percentile is the p-th percentile of x, p from 0 to 100, interpolated
// linearly between the order statistics: type 7 of Hyndman and Fan, "Sample
// Quantiles in Statistical Packages", The American Statistician 50 (1996),
// which is what R and NumPy compute unless told otherwise. It is NaN if x is
// empty. x keeps its order.
func percentile(x []float64, p float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(x))
	at := p / 100 * float64(len(s)-1)
	i := int(at)
	if i+1 >= len(s) {
		return s[len(s)-1]
	}
	return s[i] + (at-float64(i))*(s[i+1]-s[i])
}

// median is the 50th percentile of x.
func median(x []float64) float64 { return percentile(x, 50) }

// mean is the arithmetic mean of x, NaN if x is empty.
func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
