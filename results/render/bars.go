package render

import (
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// bars draws a group of bars for each table, at x = 0, 1, 2, …, and in it a
// slot for each attach type. It implements [plot.Plotter] instead of using
// gonum's BarChart, because that has no error bars, and those of gonum have no
// way to stand on the bars of a group.
type bars struct {
	tables []analysis.Table
	types  []string // attach types in the order of the slots
	digits int      // after the point, the same on all bars
}

func newBars(tables []analysis.Table) bars {
	b := bars{tables: tables, digits: 2}
	for _, t := range tables {
		b.digits = min(b.digits, newColumns(t).digits)
		for _, r := range t.Rows {
			if barred(r) && !slices.Contains(b.types, r.Subject()) {
				b.types = append(b.types, r.Subject())
			}
		}
	}
	slices.SortStableFunc(b.types, func(x, y string) int { return place(x) - place(y) })
	return b
}

// barred says whether a row has a bar.
func barred(r analysis.Row) bool { return !r.IsControl() && !r.Stats }

func (b bars) metric() results.Metric { return b.tables[0].Header.Metric }

// plot puts the bars between axes.
func (b bars) plot() *plot.Plot {
	var names []string
	for _, t := range b.tables {
		names = append(names, t.Workload)
	}
	p := ruledPlot(b, names)
	p.Y.Min, p.Y.Max = b.yRange()
	return p
}

func (b bars) width() vg.Length {
	return max(plotMinWidth, slotWidth*vg.Length(len(b.tables)*(len(b.types)+1))+axisWidth)
}

func (b bars) draw(c draw.Canvas) { b.plot().Draw(c) }

// alt names all figures, workload by workload.
func (b bars) alt() string {
	h := b.heading()
	text := h.title + ", " + strings.Join(h.facts, ", ") + "."
	for _, t := range b.tables {
		cols := newColumns(t)
		cols.plus, cols.minus = 0, 0
		var words []string
		for _, name := range b.types {
			if r := t.Row(name); r != nil && r.Estimate != nil {
				words = append(words, name+" "+cols.overhead(*r.Estimate))
			} else {
				words = append(words, name+" "+gap(r))
			}
		}
		text += " " + t.Workload + ": " + strings.Join(words, ", ") + "."
	}
	return text
}

// Plot implements [plot.Plotter].
func (b bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for g, t := range b.tables {
		left, right := x(float64(g)-0.44), x(float64(g)+0.44)
		ground := b.noise(c, t, left, right, y)
		slot := (right - left) / vg.Length(len(b.types))
		half := min(slot*0.42, 1.1*vg.Centimeter)
		for i, attach := range b.types {
			center := left + slot*(vg.Length(i)+0.5)
			bar{c: c, center: center, half: half, ground: ground, y: y, fill: fill(attach, i)}.draw(t.Row(attach), b.label)
		}
	}
	zero := y(0)
	c.StrokeLine2(draw.LineStyle{Color: colorInk, Width: vg.Points(1)}, c.Min.X, zero, c.Max.X, zero)
}

// noise draws a band over all of a group, the interval of the A/A control. It
// returns the height above which there is neither band nor axis.
func (b bars) noise(c draw.Canvas, t analysis.Table, left, right vg.Length, y func(float64) vg.Length) vg.Length {
	aa := t.Row(analysis.Base2)
	if aa == nil || aa.Estimate == nil || b.metric() == results.Instructions {
		return y(0)
	}
	lo, hi := y(aa.Estimate.Interval.Lo), y(aa.Estimate.Interval.Hi)
	c.FillPolygon(colorNoise, c.ClipPolygonY(box(left, lo, right, hi)))
	return max(y(0), hi)
}

// bar is one slot of a group.
type bar struct {
	c            draw.Canvas
	center, half vg.Length
	ground       vg.Length // words stand above it
	y            func(float64) vg.Length
	fill         color.Color
}

// draw draws the bar, its interval if that has a length, and the label of its
// figure over both.
func (b bar) draw(r *analysis.Row, label func(analysis.Estimate) string) {
	if r == nil || r.Estimate == nil {
		b.words(b.ground, gap(r), colorFaint)
		return
	}
	e := r.Estimate
	top := b.y(e.Overhead)
	pts := box(b.center-b.half, b.y(0), b.center+b.half, top)
	b.c.FillPolygon(b.fill, pts)
	b.c.StrokeLines(hairline(colorInk), append(pts, pts[0]))
	if e.Interval.Lo < e.Interval.Hi {
		b.interval(b.y(e.Interval.Lo), b.y(e.Interval.Hi))
		top = max(top, b.y(e.Interval.Hi))
	}
	b.words(max(top, b.ground), label(*e), colorInk)
}

// interval is an error bar, with a light edge that shows it on a dark fill.
func (b bar) interval(lo, hi vg.Length) {
	reach := b.half * 0.3
	for _, s := range []draw.LineStyle{
		{Color: colorPaper, Width: vg.Points(2.5)}, {Color: colorInk, Width: vg.Points(1.25)},
	} {
		b.c.StrokeLine2(s, b.center, lo, b.center, hi)
		b.c.StrokeLine2(s, b.center-reach, lo, b.center+reach, lo)
		b.c.StrokeLine2(s, b.center-reach, hi, b.center+reach, hi)
	}
}

// words stand on paper of their own, so that no grid line runs through them.
func (b bar) words(y vg.Length, s string, c color.Color) {
	style := lettering(9.5, false, c)
	style.XAlign, style.YAlign = draw.XCenter, draw.YBottom
	half, gap := style.Width(s)/2+vg.Points(1.5), vg.Points(3)
	b.c.FillPolygon(colorPaper, box(b.center-half, y+gap, b.center+half, y+gap+style.Height(s)))
	b.c.FillText(style, vg.Point{X: b.center, Y: y + gap}, s)
}

// label is the overhead as in the table, without the interval, which can be
// seen.
func (b bars) label(e analysis.Estimate) string {
	c := columns{metric: b.metric(), digits: b.digits}
	switch {
	case b.metric() == results.Instructions:
		return exact(e.Overhead)
	case undetected(e):
		return "< " + c.ceiling(e.Interval.MDE)
	}
	return fixed(e.Overhead, b.digits)
}

// unknown stands where a bar would be if there were a figure.
const unknown = "?"

// gap is what stands where there is no bar.
func gap(r *analysis.Row) string {
	if r == nil || r.NotMeasured {
		return "n/a"
	}
	return unknown
}

func box(left, bottom, right, top vg.Length) []vg.Point {
	return []vg.Point{{X: left, Y: bottom}, {X: left, Y: top}, {X: right, Y: top}, {X: right, Y: bottom}}
}
