package analysis

import "math"

// maxCorrelation bounds the correction for autocorrelation: beyond it the
// blocks say nothing that one block did not say.
const maxCorrelation = 0.99

// autocorrelation is the lag-1 correlation of x about its mean, with n terms in
// the denominator; Box and Jenkins, "Time Series Analysis", section 2.1.5. It
// is 0 where x does not vary.
func autocorrelation(x []float64) float64 {
	m, products, squares := mean(x), 0.0, 0.0
	for i, v := range x {
		squares += (v - m) * (v - m)
		if i > 0 {
			products += (v - m) * (x[i-1] - m)
		}
	}
	if squares == 0 {
		return 0
	}
	return products / squares
}

// correlation is the autocorrelation of x that its interval has to make good:
// raised by 1/n, which is what a sample of n independent values falls short of
// 0 by (Kendall, "Note on Bias in the Estimation of Autocorrelation",
// Biometrika 41, 1954), and never negative.
func correlation(x []float64) float64 {
	r := autocorrelation(x) + 1/float64(len(x))
	return min(max(r, 0), maxCorrelation)
}

// persistence is the autocorrelation of x where it may be large: raised by all
// that a sample of n values with correlation r falls short of r by, (1+4r)/n;
// Kendall, as above.
func persistence(x []float64) float64 {
	n := float64(len(x))
	r := (autocorrelation(x) + 1/n) / (1 - 4/n)
	return min(max(r, 0), maxCorrelation)
}

// widening is the factor by which the standard error of a location exceeds
// that of independent values, if they follow each other with correlation r.
func widening(r float64) float64 { return math.Sqrt((1 + r) / (1 - r)) }
