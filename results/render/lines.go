package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/probecost/probecost/results/analysis"
)

// lines draws a line for each attach type, from one number of CPUs to the
// next. It implements [plot.Plotter].
type lines struct {
	types  []string
	points [][]point // by attach type, then by number of CPUs
}

// point is a figure with its interval; NaN where there is none.
type point struct{ y, lo, hi float64 }

var noPoint = point{math.NaN(), math.NaN(), math.NaN()}

// newLines asks for the figures of all attach types.
func newLines(s analysis.Scaling, types []string, figure func(analysis.Row) point) lines {
	l := lines{types: types}
	for _, name := range types {
		var ps []point
		for _, t := range s.Tables {
			p := noPoint
			if r := t.Row(name); r != nil {
				p = figure(*r)
			}
			ps = append(ps, p)
		}
		l.points = append(l.points, ps)
	}
	return l
}

// overheads are those of a row, with its interval.
func overheads(r analysis.Row) point {
	if r.Estimate == nil || r.Estimate.Interval == nil {
		return noPoint
	}
	return point{r.Estimate.Overhead, r.Estimate.Interval.Lo, r.Estimate.Interval.Hi}
}

// millions are the events/s of all CPUs, in millions.
func millions(r analysis.Row) point {
	if r.EventsPerS == nil {
		return noPoint
	}
	return point{*r.EventsPerS / 1e6, math.NaN(), math.NaN()}
}

// yRange is that of all points, with 0 in it and room above.
func (l lines) yRange() (lo, hi float64) {
	for _, ps := range l.points {
		for _, p := range ps {
			for _, y := range []float64{p.y, p.lo, p.hi} {
				if !math.IsNaN(y) {
					lo, hi = min(lo, y), max(hi, y)
				}
			}
		}
	}
	if lo == hi {
		return 0, 1
	}
	return lo, hi + (hi-lo)*0.06
}

func (l lines) plot(names []string) *plot.Plot {
	p := ruledPlot(l, names)
	p.Y.Min, p.Y.Max = l.yRange()
	return p
}

// Plot implements [plot.Plotter]. The lines stand a little apart from each
// other, so that no interval hides another.
func (l lines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i, name := range l.types {
		aside := vg.Points(5) * (vg.Length(i) - vg.Length(len(l.types)-1)/2)
		mark := marker{c, lineStyle(name, i-slices.Index(l.types, analysis.Base)-1)}
		var before *vg.Point
		for n, pt := range l.points[i] {
			if math.IsNaN(pt.y) {
				before = nil
				continue
			}
			at := vg.Point{X: x(float64(n)) + aside, Y: y(pt.y)}
			if before != nil {
				// A dark edge shows a light line on paper.
				c.StrokeLine2(draw.LineStyle{Color: colorInk, Width: mark.style.Width + vg.Points(1)}, before.X, before.Y, at.X, at.Y)
				c.StrokeLine2(mark.style, before.X, before.Y, at.X, at.Y)
			}
			before = &at
			if pt.lo < pt.hi {
				bar{c: c, center: at.X, half: vg.Points(9)}.interval(y(pt.lo), y(pt.hi))
			}
			mark.at(at)
		}
	}
	c.StrokeLine2(draw.LineStyle{Color: colorInk, Width: vg.Points(1)}, c.Min.X, y(0), c.Max.X, y(0))
}

func lineStyle(attach string, i int) draw.LineStyle {
	if attach == analysis.Base {
		return draw.LineStyle{Color: colorFaint, Width: vg.Points(2)}
	}
	return draw.LineStyle{Color: fill(attach, i), Width: vg.Points(2)}
}

// marker is a dot in a line's colour with a dark edge.
type marker struct {
	c     draw.Canvas
	style draw.LineStyle
}

func (m marker) at(p vg.Point) {
	m.c.DrawGlyph(draw.GlyphStyle{Color: m.style.Color, Radius: vg.Points(3.5), Shape: draw.CircleGlyph{}}, p)
	m.c.DrawGlyph(draw.GlyphStyle{Color: colorInk, Radius: vg.Points(3.5), Shape: draw.RingGlyph{}}, p)
}

// scaling has overheads on the left and events/s on the right.
type scaling struct{ analysis.Scaling }

func (s scaling) width() vg.Length { return plotMinWidth }

func (s scaling) heading() headed {
	var items []legendItem
	for i, name := range s.all() {
		items = append(items, legendItem{name, swatch(lineStyle(name, i-1).Color, colorInk)})
	}
	return headed{
		title: fmt.Sprintf("Several CPUs at once · %s · handler %s", s.Workload, s.Handler),
		facts: machine(s.Tables[0]), items: append(items, intervalItem),
	}
}

// all are the attach types and base.
func (s scaling) all() []string { return append([]string{analysis.Base}, s.Types()...) }

// alt has the overheads, by the number of CPUs.
func (s scaling) alt() string {
	h := s.heading()
	text := h.title + ", " + strings.Join(h.facts, ", ") + "."
	for _, t := range s.Tables {
		cols := newColumns(t)
		cols.plus, cols.minus = 0, 0
		var words []string
		for _, name := range s.Types() {
			if r := t.Row(name); r != nil && r.Estimate != nil {
				words = append(words, name+" "+cols.overhead(*r.Estimate))
			}
		}
		text += " " + cpus(t.Workers) + ": " + strings.Join(words, ", ") + "."
	}
	return text
}

func (s scaling) draw(c draw.Canvas) {
	var names []string
	for _, t := range s.Tables {
		names = append(names, cpus(t.Workers))
	}
	middle := (c.Max.X - c.Min.X) / 2
	gap := 0.5 * vg.Centimeter
	metric := string(s.Tables[0].Header.Metric)
	panel(draw.Crop(c, 0, -middle-gap, 0, 0), metric+" over base", newLines(s.Scaling, s.Types(), overheads).plot(names))
	panel(draw.Crop(c, middle+gap, 0, 0, 0), "events/s of all CPUs, in millions", newLines(s.Scaling, s.all(), millions).plot(names))
}

// panel is a plot under its caption.
func panel(c draw.Canvas, caption string, p *plot.Plot) {
	style := lettering(9, false, colorFaint)
	style.YAlign = draw.YTop
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y + vg.Points(4)}, caption)
	p.Draw(draw.Crop(c, 0, 0, 0, -vg.Points(12)))
}

// cpus is a number of them.
func cpus(n int) string {
	if n == 1 {
		return "1 CPU"
	}
	return fmt.Sprintf("%d CPUs", n)
}
