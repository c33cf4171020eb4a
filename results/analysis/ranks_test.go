package analysis

import (
	"math"
	"slices"
	"testing"
)

// The p-values are R's: wilcox.test(a, b, exact=FALSE, correct=FALSE); the
// first example is that of its help page.
func TestRankSumLikeR(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		p    float64
	}{
		{[]float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}, []float64{1.15, 0.88, 0.90, 0.74, 1.21}, 0.2206713619198468},
		{[]float64{1, 2, 2, 3, 4, 4, 4, 5}, []float64{2, 3, 4, 4, 6, 7}, 0.2589846579523747},
		{[]float64{3, 3, 3}, []float64{3, 3}, 1},
	} {
		if got := TwoSided(rankSumZ(c.a, c.b)); math.Abs(got-c.p) > 1e-12 {
			t.Errorf("%v, %v: p = %.16g, R has %.16g", c.a, c.b, got, c.p)
		}
	}
}

// R's p.adjust(c(.01, .04, .03, .005), "holm") is .03, .06, .06 and .02.
func TestHolmLikeR(t *testing.T) {
	p := []float64{0.01, 0.04, 0.03, 0.005}
	for alpha, want := range map[float64][]bool{
		0.019: {false, false, false, false},
		0.021: {false, false, false, true},
		0.031: {true, false, false, true},
		0.061: {true, true, true, true},
	} {
		if got := holm(p, alpha); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", alpha, got, want)
		}
	}
	if got := holm(nil, 0.05); len(got) != 0 {
		t.Errorf("%v of nothing", got)
	}
}

// The figures are R's qsignrank(0.0005, n), and 1 where that is 0.
func TestSignedRankFarQuantile(t *testing.T) {
	for n, want := range map[int]int{11: 1, 12: 2, 20: 22, 30: 79, 50: 305, 60: 477, 120: 2386, 400: 32509} {
		// Beyond exactUpTo it is approximated, this far out by up to 2 %
		// and so that the interval is wider.
		if got := signedRankQuantile(n, 0.001); got != want && (n <= exactUpTo || got > want || got < want*98/100) {
			t.Errorf("n = %d: %d, R has %d", n, got, want)
		}
	}
}

// The figures are R's qbinom(0.025, n, 0.5), and 1 where that is 0.
func TestBinomialRankLikeR(t *testing.T) {
	for n, want := range map[int]int{6: 1, 7: 1, 10: 2, 30: 10, 100: 40, 1000: 469, 5000: 2431} {
		if got := binomialRank(n); got != want {
			t.Errorf("n = %d: %d, R has %d", n, got, want)
		}
	}
	m := medianOf([]float64{5, 1, 4, 2, 6, 3, 10, 8, 9, 7})
	if (m != Median{5.5, 2, 9}) {
		t.Errorf("%+v", m)
	}
}
