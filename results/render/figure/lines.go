package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Lines lead from point to point, with the name of each at its end.
type Lines struct {
	Panels []LinePanel
	Ranges string // what the ranges of points are
	Marks  string // what the upright lines are
	Flags  string // what the triangles are
}

// LinePanel is a plane of points.
type LinePanel struct {
	Name, Note string
	X          Range
	Ticks      []Tick // of X
	FromZero   bool   // zero is on the axis
	Aside      bool   // points at the same X stand beside each other
	Series     []Series
	Marks      []float64 // places on X with an upright line
}

// Series is a line.
type Series struct {
	Name   string
	Style  int // place in the order of all series; Plain for what others are compared with
	Points []Point
	Flags  []int // points that have a triangle over them
}

// Plain is the style of a line without colour.
const Plain = -1

// Point is a figure, or with a Y that is no number a gap.
type Point struct {
	X, Y  float64
	Range Range
}

const (
	linesTall = 6.5 * vg.Centimeter
	fewPoints = 40 // of a series, that all have markers
)

func (l Lines) layout(width vg.Length) (lineLayout, bands) {
	b := bands{panels: len(l.Panels), least: 5.8 * vg.Centimeter}
	var lay lineLayout
	for _, p := range l.Panels {
		b.least = max(b.least, min(width, p.leastWidth()))
	}
	for _, p := range l.Panels {
		lay = lay.atLeast(p, b.panelWidth(width))
	}
	b.tall = lay.head + lay.plane + lay.tickHeight + vg.Points(6)
	return lay, b
}

func (l Lines) height(width vg.Length) vg.Length {
	_, b := l.layout(width)
	return b.height(width)
}

func (l Lines) draw(c draw.Canvas) {
	lay, b := l.layout(c.Max.X - c.Min.X)
	b.each(c, func(draw.Canvas) {}, func(i int, c draw.Canvas) {
		p := l.Panels[i]
		if lay.head > 0 {
			c = panelHead(c, p.Name, p.Note)
		}
		p.draw(c, lay)
	})
}

// lineLayout is what the panels share.
type lineLayout struct {
	ends    vg.Length // width of the column of names
	numbers vg.Length // width of the column of numbers
	plane   vg.Length // height of the plane
	head    vg.Length // of a panel, if one has a name
	// tickHeight is that of the names of places on X.
	tickHeight vg.Length
}

var endStyle = lettering(8.5, false, ink)

const endLine = 10.5 // points, between two names

func (p LinePanel) leastWidth() vg.Length {
	var names []string
	for _, t := range p.Ticks {
		names = append(names, t.Name)
	}
	slot := min(widest(tickStyle, names)+vg.Points(6), vg.Points(40))
	return slot*vg.Length(len(p.Ticks)) + 3.8*vg.Centimeter
}

func (l lineLayout) atLeast(p LinePanel, width vg.Length) lineLayout {
	for _, s := range p.Series {
		l.ends = max(l.ends, min(endStyle.Width(s.Name), width*0.4))
	}
	if p.Name != "" {
		l.head = vg.Points(headHeight)
	}
	l.plane = max(l.plane, linesTall, vg.Length(len(p.Series))*vg.Points(endLine))
	for _, t := range p.yScale(0, l.plane).ticks(7) {
		l.numbers = max(l.numbers, tickStyle.Width(t.Name)+vg.Points(6))
	}
	l.tickHeight = max(l.tickHeight, p.ticks(p.slot(width-l.numbers-l.ends-endsGap)).height())
	return l
}

const endsGap = 24 * vg.Length(1) // between the last points and the names

func (p LinePanel) draw(c draw.Canvas, l lineLayout) {
	plane := draw.Canvas{Canvas: c.Canvas, Rectangle: box(c.Min.X+l.numbers, c.Max.Y-l.plane, c.Max.X-c.Min.X-l.numbers-l.ends-endsGap, l.plane)}
	x, y := scale{p.X, plane.Min.X, plane.Max.X}, p.yScale(plane.Min.Y, plane.Max.Y)
	p.rule(plane, x, y)
	var ends []end
	for i, s := range p.Series {
		aside := vg.Length(0)
		if n := len(p.Series); p.Aside {
			step := min(vg.Points(4), p.slot(plane.Max.X-plane.Min.X)/2/vg.Length(n))
			aside = step * (vg.Length(i) - vg.Length(n-1)/2)
		}
		if e, ok := s.draw(plane, x, y, aside); ok {
			ends = append(ends, e)
		}
	}
	drawEnds(c, ends, plane, l.ends)
}

// yScale has room above and below the points.
func (p LinePanel) yScale(from, to vg.Length) scale {
	var e extent
	if p.FromZero {
		e.add(0)
	}
	for _, s := range p.Series {
		for _, pt := range s.Points {
			if finite(pt.Y) {
				e.add(pt.Y, pt.Range.Lo, pt.Range.Hi)
			}
		}
	}
	room := (e.Hi - e.Lo) * 0.06
	if room == 0 {
		room = 0.5
	}
	r := Range{e.Lo - room, e.Hi + room}
	if p.FromZero && e.Lo == 0 {
		r.Lo = 0
	}
	return scale{r, from, to}
}

// rule draws level lines with their numbers, the names of places on X, and the
// marks.
func (p LinePanel) rule(plane draw.Canvas, x, y scale) {
	style := aligned(tickStyle, atEnd, onMiddle)
	for _, t := range y.ticks(7) {
		at := y.at(t.X)
		s := line(grid, 0.75)
		if t.X == 0 {
			s = line(ink, 1)
		}
		plane.StrokeLine2(s, plane.Min.X, at, plane.Max.X, at)
		plane.FillText(style, vg.Point{X: plane.Min.X - vg.Points(5), Y: at}, t.Name)
	}
	p.ticks(p.slot(plane.Max.X-plane.Min.X)).draw(plane, x)
	for _, m := range p.Marks {
		plane.StrokeLine2(markStyle, x.at(m), plane.Min.Y, x.at(m), plane.Max.Y)
	}
}

var markStyle = line(faint, 0.75, vg.Points(3), vg.Points(3))

func (l Lines) samples() []sample {
	var items []sample
	any := func(such func(LinePanel) bool) bool { return slices.ContainsFunc(l.Panels, such) }
	series := func(such func(Series) bool) bool {
		return any(func(p LinePanel) bool { return slices.ContainsFunc(p.Series, such) })
	}
	if series(func(s Series) bool {
		return slices.ContainsFunc(s.Points, func(p Point) bool { return p.Range.drawn() })
	}) {
		items = append(items, sample{l.Ranges, func(c draw.Canvas) {
			upright(c, line(ink, 1), middle(c.Rectangle).X, c.Min.Y, c.Max.Y)
		}})
	}
	if any(func(p LinePanel) bool { return len(p.Marks) > 0 }) {
		items = append(items, sample{l.Marks, func(c draw.Canvas) {
			x := middle(c.Rectangle).X
			c.StrokeLine2(markStyle, x, c.Min.Y, x, c.Max.Y)
		}})
	}
	if series(func(s Series) bool { return len(s.Flags) > 0 }) {
		items = append(items, sample{l.Flags, func(c draw.Canvas) { flag(c, middle(c.Rectangle)) }})
	}
	return items
}
