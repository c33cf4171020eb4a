package render

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// yRange leaves room for the figures over the bars, and under negative ones.
func (b bars) yRange() (lo, hi float64) {
	for _, t := range b.tables {
		for _, r := range t.Rows {
			if r.Estimate != nil && r.Estimate.Interval != nil {
				lo = min(lo, r.Estimate.Overhead, r.Estimate.Interval.Lo)
				hi = max(hi, r.Estimate.Overhead, r.Estimate.Interval.Hi)
			}
		}
	}
	if hi == lo {
		return 0, 1
	}
	room := (hi - lo) * 0.09
	if lo < 0 {
		lo -= room / 3
	}
	return lo, hi + room
}

// ticks are four to eight round numbers from lo to hi. gonum's own are three
// where there is room for more.
func ticks(lo, hi float64) []plot.Tick {
	step := math.Pow10(int(math.Floor(math.Log10((hi - lo) / 4))))
	for _, times := range []float64{2, 2.5, 2} { // 2, 5, 10
		if (hi-lo)/step <= 8 {
			break
		}
		step *= times
	}
	var ts []plot.Tick
	for i := math.Ceil(lo / step); i*step <= hi; i++ {
		v := i*step + 0 // −0 + 0 is 0
		ts = append(ts, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', 6, 64)})
	}
	return ts
}
