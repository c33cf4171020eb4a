package render

import (
	"math"
	"testing"
)

func TestRate(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0.00", 7: "7.00", 99.94: "99.9", 999: "999", 999.4: "999", 999.6: "1.00K", 769_000: "769K", 999_499: "999K",
		999_500: "1.00M", 1_054_000: "1.05M", 1_096_000: "1.10M", 9_996_000: "10.0M", 2.8e9: "2.80G",
	} {
		if got := rate(x); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
}

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		x    float64
		n    int
		want string
	}{{-0.04, 1, "0.0"}, {-0.06, 1, "-0.1"}, {59.96, 1, "60.0"}, {math.Copysign(0, -1), 0, "0"}} {
		if got := fixed(c.x, c.n); got != c.want {
			t.Errorf("%v: %s, want %s", c.x, got, c.want)
		}
	}
}

func TestDecimals(t *testing.T) {
	for u, want := range map[float64]int{
		12: 0, 9.95: 0, math.Nextafter(9.95, 0): 1, 0.995: 1, math.Nextafter(0.995, 0): 2, 0.001: 2, 0: 2,
	} {
		if got := decimals(u); got != want {
			t.Errorf("%v: %d, want %d", u, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0", 0.001: "<1", 0.0099: "<1", 0.01: "1", 0.48: "48", 1: "100"} {
		if got := percent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}

func TestExact(t *testing.T) {
	events := 100.0 // of an operation
	for x, want := range map[float64]string{
		361: "361", 140.58 - 25.58: "115", 6700/events - 6688/events: "0.12", 105.13: "105.13", -3: "-3",
	} {
		if got := exact(x); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
}
