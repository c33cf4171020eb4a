package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// dashes of lines, in their order.
var dashes = [][]vg.Length{nil, {7, 2.5}, {2, 2}, {8, 2.5, 2, 2.5}}

func (s Series) tone() tone {
	if s.Style == Plain {
		return faint
	}
	return seriesTones[s.Style%len(seriesTones)]
}

func (s Series) lineStyle() draw.LineStyle {
	if s.Style == Plain {
		return line(faint, 1.5)
	}
	return line(s.tone(), 1.75, dashes[s.Style%len(dashes)]...)
}

// draw draws the line, and returns its end if it has a point.
func (s Series) draw(c draw.Canvas, x, y scale, aside vg.Length) (e end, ok bool) {
	place := func(p Point) vg.Point { return vg.Point{X: x.at(p.X) + aside, Y: y.at(p.Y)} }
	s.drawRanges(c, y, place)
	var path vg.Path
	before := false
	for _, p := range s.Points {
		if !finite(p.Y) {
			before = false
			continue
		}
		at := place(p)
		if before {
			path.Line(at)
		} else {
			path.Move(at)
		}
		before, e, ok = true, end{s, at, at.Y}, true
	}
	if !ok {
		return e, false
	}
	c.SetLineStyle(s.lineStyle())
	c.Stroke(path)
	every := 1
	if len(s.Points) > fewPoints {
		every = len(s.Points) / 12
	}
	for i := every / 2; i < len(s.Points); i += every {
		if p := s.Points[i]; finite(p.Y) {
			s.marker(c, place(p))
		}
	}
	for _, i := range s.Flags {
		flag(c, place(s.Points[i]).Add(vg.Point{Y: vg.Points(10)}))
	}
	return e, true
}

// drawRanges draws all intervals as one path.
func (s Series) drawRanges(c draw.Canvas, y scale, place func(Point) vg.Point) {
	var path vg.Path
	reach := vg.Points(3)
	if len(s.Points) > fewPoints {
		reach = 0
	}
	stroke := func(x0, y0, x1, y1 vg.Length) {
		path.Move(vg.Point{X: x0, Y: y0})
		path.Line(vg.Point{X: x1, Y: y1})
	}
	for _, p := range s.Points {
		if !finite(p.Y) || !p.Range.drawn() {
			continue
		}
		at, lo, hi := place(p).X, y.at(p.Range.Lo), y.at(p.Range.Hi)
		stroke(at, lo, at, hi)
		if reach > 0 {
			stroke(at-reach, lo, at+reach, lo)
			stroke(at-reach, hi, at+reach, hi)
		}
	}
	if len(path) > 0 {
		c.SetLineStyle(line(s.tone(), 0.9))
		c.Stroke(path)
	}
}

func upright(c draw.Canvas, s draw.LineStyle, x, lo, hi vg.Length) {
	reach := vg.Points(3)
	c.StrokeLine2(s, x, lo, x, hi)
	c.StrokeLine2(s, x-reach, lo, x+reach, lo)
	c.StrokeLine2(s, x-reach, hi, x+reach, hi)
}

// flag is a triangle.
func flag(c draw.Canvas, at vg.Point) {
	c.FillPolygon(ink.light, polygon(at, vg.Points(4.5), 3, -math.Pi/2))
}

// markerShapes are the corners of markers, in their order, and the angle of the
// first; none is a circle.
var markerShapes = []struct {
	corners int
	first   float64
}{{0, 0}, {4, math.Pi / 4}, {3, math.Pi / 2}, {4, 0}, {3, -math.Pi / 2}}

// marker is filled or, in every other series, hollow.
func (s Series) marker(c draw.Canvas, at vg.Point) {
	if s.Style == Plain {
		return
	}
	shape := markerShapes[s.Style%len(markerShapes)]
	inner := s.tone()
	if s.Style%2 == 1 {
		inner = paper
	}
	if shape.corners == 0 {
		c.DrawGlyph(draw.GlyphStyle{Color: s.tone().light, Radius: vg.Points(3.4), Shape: draw.CircleGlyph{}}, at)
		c.DrawGlyph(draw.GlyphStyle{Color: inner.light, Radius: vg.Points(2.1), Shape: draw.CircleGlyph{}}, at)
		return
	}
	pts := polygon(at, vg.Points(3.8), shape.corners, shape.first)
	c.FillPolygon(inner.light, pts)
	c.StrokeLines(line(s.tone(), 1.2), append(pts, pts[0], pts[1]))
}

// polygon has n corners around a point.
func polygon(at vg.Point, radius vg.Length, n int, first float64) []vg.Point {
	var pts []vg.Point
	for i := range n {
		sin, cos := math.Sincos(first + 2*math.Pi*float64(i)/float64(n))
		pts = append(pts, vg.Point{X: at.X + radius*vg.Length(cos), Y: at.Y + radius*vg.Length(sin)})
	}
	return pts
}
