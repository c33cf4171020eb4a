package compare

import (
	"math/rand/v2"
	"testing"
)

// TestQuantiles: how many differences an interval leaves out at either end, of
// tables of the statistic (critical values of U, two-sided 5 %).
func TestQuantiles(t *testing.T) {
	for _, c := range []struct{ n, m, want int }{
		{4, 4, 0}, {4, 5, 1}, {5, 5, 2}, {5, 8, 6}, {8, 8, 13}, {10, 10, 23}, {20, 20, 127},
	} {
		if got := rankSumQuantile(c.n, c.m); got != c.want {
			t.Errorf("%d and %d: %d, want %d", c.n, c.m, got, c.want)
		}
		if got := rankSumQuantile(c.m, c.n); got != c.want {
			t.Errorf("%d and %d: %d, want %d", c.m, c.n, got, c.want)
		}
	}
}

// TestCoverage: the interval of the shift holds the true one in 95 % of cases or
// a little more, with the exact distribution and with the approximation.
func TestCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct{ n, m int }{{4, 4}, {8, 6}, {20, 20}, {25, 30}} {
		const trials = 2000
		held := 0
		for range trials {
			x, y := make([]float64, c.n), make([]float64, c.m)
			for i := range x {
				x[i] = rng.ExpFloat64()
			}
			for i := range y {
				y[i] = 3 + rng.ExpFloat64()
			}
			if d := byRanks(x, y); d.Lo <= 3 && 3 <= d.Hi {
				held++
			}
		}
		share := float64(held) / trials
		t.Logf("%d and %d: %.1f %%", c.n, c.m, 100*share)
		if share < 0.935 || share > 0.985 {
			t.Errorf("%d and %d: the interval held the shift in %.1f %%", c.n, c.m, 100*share)
		}
	}
}
