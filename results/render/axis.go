package render

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ruledPlot puts content over horizontal lines, with a name at x = 0, 1, 2, …
func ruledPlot(content plot.Plotter, names []string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.Y.Tick.Marker = plot.TickerFunc(ticks)
	tick := p.Y.Tick.Label
	p.Y.Tick.Label = lettering(9, false, colorFaint)
	p.Y.Tick.Label.XAlign, p.Y.Tick.Label.YAlign = tick.XAlign, tick.YAlign

	grid := plotter.NewGrid()
	grid.Vertical.Width = 0
	grid.Horizontal = draw.LineStyle{Color: colorGrid, Width: vg.Points(0.75)}
	p.Add(grid, content)

	p.NominalX(names...)
	p.X.Tick.Label = lettering(11, true, colorInk)
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XCenter, draw.YTop
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.LineStyle.Width, a.Tick.LineStyle.Width, a.Tick.Length, a.Padding = 0, 0, vg.Points(4), 0
	}
	p.X.Padding = vg.Points(6)
	p.X.Min, p.X.Max = -0.5, float64(len(names))-0.5
	return p
}

// yRange leaves room for the figures over the bars, and under negative ones.
func (b bars) yRange() (lo, hi float64) {
	for _, t := range b.tables {
		for _, r := range t.Rows {
			if (barred(r) || r.IsBase()) && r.Estimate != nil && r.Estimate.Interval != nil {
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
