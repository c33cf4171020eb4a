package render

import (
	"fmt"
	"math"

	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// scalingPlots are of recordings with several workers: overheads beside
// events/s, by the number of CPUs.
func scalingPlots(tables []analysis.Table) (plots []Plot) {
	seen := map[*analysis.Run]bool{}
	for _, t := range tables {
		if t.Run == nil || seen[t.Run] {
			continue
		}
		seen[t.Run] = true
		for _, s := range t.Run.Scaling {
			plots = append(plots, scalingPlot(s))
		}
	}
	return plots
}

func scalingPlot(s analysis.Scaling) Plot {
	h := s.Tables[0].Header
	var ticks []figure.Tick
	words := ""
	for i, t := range s.Tables {
		ticks = append(ticks, figure.Tick{X: float64(i), Name: cpus(t.Workers)})
		words += cpus(t.Workers) + ": " + overheadWords(t, s.Types()) + ". "
	}
	x := categories(len(ticks))
	var overheads, rates []figure.Series
	rates = append(rates, scalingSeries(s, analysis.Base, figure.Plain, millions))
	for i, name := range s.Types() {
		overheads = append(overheads, scalingSeries(s, name, i, overheadPoint))
		rates = append(rates, scalingSeries(s, name, i, millions))
	}
	return Plot{
		Name:    fileName("scaling", h.Environment.Kernel, s.Workload, s.Handler),
		figures: words,
		figure: figure.Figure{
			Title: fmt.Sprintf("Several CPUs at once · %s · %s", s.Workload, ofHandler(s.Handler)),
			Facts: plotFacts(s.Tables), Date: h.Started,
			Drawing: figure.Lines{Ranges: intervalWords, Panels: []figure.LinePanel{
				{Name: string(h.Metric) + " over base", X: x, Ticks: ticks, FromZero: true, Aside: true, Series: overheads},
				{Name: "events/s of all CPUs, in millions", X: x, Ticks: ticks, FromZero: true, Aside: true, Series: rates},
			}},
		},
	}
}

// categories is the range of an axis with so many places at 0, 1, 2, …
func categories(n int) figure.Range { return figure.Range{Lo: -0.4, Hi: float64(n) - 0.6} }

// scalingSeries asks for the figures of a subject.
func scalingSeries(s analysis.Scaling, name string, style int, point func(*analysis.Row) figure.Point) figure.Series {
	series := figure.Series{Name: name, Style: style}
	for i, t := range s.Tables {
		p := point(t.Row(name))
		p.X = float64(i)
		series.Points = append(series.Points, p)
	}
	return series
}

// overheadPoint is the overhead of a row with its interval; a gap if there is
// none.
func overheadPoint(r *analysis.Row) figure.Point {
	if r == nil || r.Estimate == nil {
		return figure.Point{Y: math.NaN()}
	}
	return figure.Point{Y: r.Estimate.Overhead, Range: overheadRange(*r)}
}

// millions are the events/s of all CPUs, in millions.
func millions(r *analysis.Row) figure.Point {
	if r == nil || r.EventsPerS == nil {
		return figure.Point{Y: math.NaN()}
	}
	return figure.Point{Y: *r.EventsPerS / 1e6}
}
