package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Min.X, Y: r.Max.Y}, r.Max, {X: r.Max.X, Y: r.Min.Y}}
}

func fillBox(c draw.Canvas, t tone, r vg.Rectangle) { c.FillPolygon(t.light, corners(r)) }

func outline(c draw.Canvas, t tone, r vg.Rectangle) {
	pts := corners(r)
	c.StrokeLines(line(t, 0.75), append(pts, pts[0]))
}

// Fills of the parts of a bar: they differ without colour too.

func solid(c draw.Canvas, r vg.Rectangle) { fillBox(c, bar, r) }

func blank(c draw.Canvas, r vg.Rectangle) {
	fillBox(c, paper, r)
	outline(c, bar, r)
}

func hatched(c draw.Canvas, r vg.Rectangle) {
	fillBox(c, paper, r)
	hatch(c, second, r)
	outline(c, second, r)
}

// hatch draws rising lines through a box, as one path.
func hatch(c draw.Canvas, t tone, r vg.Rectangle) {
	tall, wide := r.Max.Y-r.Min.Y, r.Max.X-r.Min.X
	var path vg.Path
	for d := vg.Points(3); d < wide+tall; d += vg.Points(3) {
		// From the left or the lower edge to the upper or the right one.
		from, to := vg.Point{X: r.Min.X + d - tall, Y: r.Min.Y}, vg.Point{X: r.Min.X + d, Y: r.Max.Y}
		if d < tall {
			from = vg.Point{X: r.Min.X, Y: r.Max.Y - d}
		}
		if d > wide {
			to = vg.Point{X: r.Max.X, Y: r.Max.Y - (d - wide)}
		}
		path.Move(from)
		path.Line(to)
	}
	if len(path) > 0 {
		c.SetLineStyle(line(t, 1.1))
		c.Stroke(path)
	}
}

// boxed makes a sample of a fill.
func boxed(fill func(draw.Canvas, vg.Rectangle)) func(draw.Canvas) {
	return func(c draw.Canvas) { fill(c, c.Rectangle) }
}

// errorBar is an interval along x, with an edge of paper that shows it on a
// dark fill.
func errorBar(c draw.Canvas, lo, hi, y, reach vg.Length) {
	strokes := func(s draw.LineStyle) {
		c.StrokeLine2(s, lo, y, hi, y)
		c.StrokeLine2(s, lo, y-reach, lo, y+reach)
		c.StrokeLine2(s, hi, y-reach, hi, y+reach)
	}
	strokes(line(paper, 3))
	strokes(line(ink, 1.25))
}

// halo writes on paper of its own, so that no line runs through the letters.
func halo(c draw.Canvas, style draw.TextStyle, at vg.Point, s string) {
	if s == "" {
		return
	}
	r := style.Rectangle(s)
	fillBox(c, paper, box(at.X+r.Min.X-1, at.Y+r.Min.Y, r.Max.X-r.Min.X+2, r.Max.Y-r.Min.Y))
	c.FillText(style, at, s)
}
