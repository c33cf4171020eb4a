package figure

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
)

func TestTicks(t *testing.T) {
	for _, r := range []Range{{0, 1}, {-3, 110}, {0, 407}, {-0.2, 0.3}, {0, 95}, {0, 2400}, {-1e300, 1e300}, {0, 1e-12}} {
		ts := scale{r, 0, 300}.ticks(7)
		zero := false
		for i, tick := range ts {
			zero = zero || tick.X == 0 && tick.Name == "0"
			if tick.X < r.Lo || tick.X > r.Hi || i > 0 && tick.Name == ts[i-1].Name {
				t.Errorf("%v: %v", r, ts)
			}
		}
		if len(ts) < 3 || len(ts) > 8 || !zero {
			t.Errorf("%v: %v", r, ts)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		x, step, most float64
		want          string
	}{
		{0, 5, 20, "0"}, {math.Copysign(0, -1), 5, 20, "0"}, {2.5, 0.5, 5, "2.5"}, {100, 20, 120, "100"}, {-20, 20, 120, "-20"},
		{2e6, 1e6, 5e6, "2000000"}, {2e7, 1e7, 5e7, "20M"}, {5e6, 5e6, 2e7, "5M"}, {2.5e10, 5e9, 3e10, "25G"}, {1e300, 1e299, 1e300, "1e+300"},
	} {
		if got := short(c.x, c.step, c.most); got != c.want {
			t.Errorf("%v by %v up to %v: %s, want %s", c.x, c.step, c.most, got, c.want)
		}
	}
}

func TestExtent(t *testing.T) {
	var e extent
	e.add(math.NaN(), math.Inf(1), -2, 3, math.Inf(-1))
	if e.Range != (Range{-2, 3}) {
		t.Errorf("%v", e.Range)
	}
}

// TestSpreadEnds: names stay in order, apart, within, and near where they
// would be.
func TestSpreadEnds(t *testing.T) {
	for name, c := range map[string]struct{ at, want []vg.Length }{
		"apart":    {[]vg.Length{80, 50, 20}, []vg.Length{80, 50, 20}},
		"touching": {[]vg.Length{52, 50}, []vg.Length{56, 46}},
		"the same": {[]vg.Length{50, 50, 50}, []vg.Length{60, 50, 40}},
		"top":      {[]vg.Length{99, 98}, []vg.Length{95, 85}},
		"bottom":   {[]vg.Length{1, 0}, []vg.Length{15, 5}},
		"chain":    {[]vg.Length{70, 61, 52, 10}, []vg.Length{71, 61, 51, 10}},
		"none":     {},
	} {
		var ends []end
		for i, y := range c.at {
			ends = append(ends, end{series: Series{Style: i}, y: y})
		}
		spreadEnds(ends, 0, 100, 10)
		for i, e := range ends {
			if math.Abs(float64(e.y-c.want[i])) > 1e-9 || e.series.Style != i {
				t.Errorf("%s: %d is at %v, want %v", name, e.series.Style, e.y, c.want[i])
			}
		}
	}
}
