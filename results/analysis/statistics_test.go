package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/probecost/probecost/results/synthetic"
)

// depression holds the differences of the Hamilton depression scale of nine
// patients after and before: the example that Hollander and Wolfe and R's
// help page on wilcox.test share.
var depression = []float64{0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01}

// power is (1:n)^1.5/7 − 8, skewed and without ties.
func power(n int) (x []float64) {
	for i := 1; i <= n; i++ {
		x = append(x, math.Pow(float64(i), 1.5)/7-8)
	}
	return x
}

// saw is sqrt((1:n)*2.3) * ifelse((1:n) %% 3 == 0, -1, 1.7).
func saw(n int) (x []float64) {
	for i := 1; i <= n; i++ {
		sign := 1.7
		if i%3 == 0 {
			sign = -1
		}
		x = append(x, math.Sqrt(float64(i)*2.3)*sign)
	}
	return x
}

// The figures are R 4.2.2's: wilcox.test(x, conf.int=TRUE, exact=TRUE).
func TestSignedRankLikeR(t *testing.T) {
	for _, c := range []struct {
		x                []float64
		estimate, lo, hi float64
	}{
		{[]float64{1.1, 2.7, -0.4, 3.9, 0.6, 5.2}, 2.25, -0.4, 5.2},
		{depression, 0.46, 0.01, 0.786},
		{power(30), 1.65730595300771, -1.49539494108241, 4.47785989888234},
		{saw(50), 5.51628569438955, 3.04018675507812, 10.4043233260378},
	} {
		lo, hi := signedRankInterval(c.x, 0.05)
		for name, v := range map[string][2]float64{"estimate": {hodgesLehmann(c.x), c.estimate}, "lo": {lo, c.lo}, "hi": {hi, c.hi}} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Errorf("n = %d: %s = %.15g, R has %.15g", len(c.x), name, v[0], v[1])
			}
		}
	}
}

// The figures are R's qsignrank(0.025, n), and 1 where that is 0.
func TestSignedRankQuantile(t *testing.T) {
	for n, want := range map[int]int{
		2: 1, 5: 1, 6: 1, 7: 3, 10: 9, 20: 53, 30: 138, 49: 416, 50: 435,
		51: 454, 60: 649, 100: 1956, 120: 2882, 200: 8445, 400: 35567,
	} {
		got := signedRankQuantile(n, 0.05)
		// Beyond exactUpTo it is approximated.
		if off := got - want; off != 0 && (n <= exactUpTo || off < -2 || off > 2) {
			t.Errorf("n = %d: %d, R has %d", n, got, want)
		}
	}
}

// The figures are R's acf(x, lag.max=1)$acf[2].
func TestAutocorrelationLikeR(t *testing.T) {
	var wave []float64
	for i := 1; i <= 40; i++ {
		wave = append(wave, math.Sin(float64(i)))
	}
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{[]float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}, -0.238989514339805},
		{wave, 0.544761234081864},
		{[]float64{3, 3, 3, 3}, 0},
	} {
		if got := autocorrelation(c.x); math.Abs(got-c.want) > 1e-14 {
			t.Errorf("%v: %.15g, R has %.15g", c.x, got, c.want)
		}
	}
}

func TestCorrelationBounds(t *testing.T) {
	falling := []float64{1, -1, 1, -1, 1, -1}
	if got := correlation(falling); got != 0 {
		t.Errorf("negative correlation: %v, want 0", got)
	}
	ramp := make([]float64, 1000)
	for i := range ramp {
		ramp[i] = float64(i)
	}
	if got := correlation(ramp); got != maxCorrelation {
		t.Errorf("a ramp: %v, want %v", got, maxCorrelation)
	}
	if got := widening(0); got != 1 {
		t.Errorf("widening(0) = %v", got)
	}
	if got := widening(0.6); math.Abs(got-2) > 1e-15 {
		t.Errorf("widening(0.6) = %v, want 2", got)
	}
}

// The figures are R's quantile(x, p), type 7.
func TestPercentileLikeR(t *testing.T) {
	x := []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	for p, want := range map[float64]float64{0: 0.5, 0.5: 0.532, 10: 1.14, 50: 1.68, 90: 2.596, 100: 3.06} {
		if got := percentile(x, p); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: %v, R has %v", p, got, want)
		}
	}
	if x[0] != 1.83 {
		t.Error("percentile sorted its argument")
	}
	if !math.IsNaN(percentile(nil, 10)) {
		t.Error("percentile of nothing is a number")
	}
}

// TestWidened checks that an interval grows about its estimate, which is not
// its middle.
func TestWidened(t *testing.T) {
	x := power(30) // a ramp: as correlated as it gets
	location, i := estimate(x)
	lo, hi := signedRankInterval(x, 0.05)
	wide := widening(correlation(x))
	if wide < 2 {
		t.Fatalf("widening is only %v", wide)
	}
	if got, want := (location-i.Lo)/(location-lo), wide; math.Abs(got-want) > 1e-12 {
		t.Errorf("below: %v, want %v", got, want)
	}
	if got, want := (i.Hi-location)/(hi-location), wide; math.Abs(got-want) > 1e-12 {
		t.Errorf("above: %v, want %v", got, want)
	}
	if got, want := i.MDE, 3*(i.Hi-i.Lo)/2/1.959963984540054; math.Abs(got-want) > 1e-12 {
		t.Errorf("MDE = %v, want %v", got, want)
	}
}

// regime is a way in which the differences of blocks come about.
type regime struct {
	name   string
	blocks int
	least  float64 // share of intervals that must hold the truth
	noise  synthetic.Noise
}

var regimes = []regime{
	{"gaussian", 30, 0.935, synthetic.Gaussian},
	{"gaussian, few blocks", 8, 0.935, synthetic.Gaussian},
	{"gaussian, many blocks", 60, 0.935, synthetic.Gaussian},
	{"spikes", 30, 0.935, synthetic.Spikes},
	{"bimodal", 30, 0.935, synthetic.Bimodal},
	{"autocorrelated", 60, 0.92, synthetic.Autocorrelated},
}

// coverage is the share of intervals that hold the truth, over 2000 runs: one
// of 95 % is then known to ± 1.0 %.
func coverage(c regime, interval func(x []float64) (lo, hi float64)) float64 {
	const runs, truth = 2000, 27.0
	rng := rand.New(rand.NewPCG(1, uint64(c.blocks)))
	hits := 0
	for range runs {
		if lo, hi := interval(c.noise.Draw(rng, c.blocks, truth, 1)); lo <= truth && truth <= hi {
			hits++
		}
	}
	return float64(hits) / runs
}

func TestCoverage(t *testing.T) {
	for _, c := range regimes {
		t.Run(c.name, func(t *testing.T) {
			share := coverage(c, func(x []float64) (lo, hi float64) {
				_, i := estimate(x)
				return i.Lo, i.Hi
			})
			if t.Logf("covers in %.1f %%", 100*share); share < c.least || share > 0.97 {
				t.Errorf("covers in %.1f %%, want %.1f to 97", 100*share, 100*c.least)
			}
		})
	}
}
