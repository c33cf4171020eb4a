package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// sample is a mark, drawn into a small box, and what it stands for.
type sample struct {
	text string
	draw func(c draw.Canvas)
}

// legend are samples in rows, over the drawing so that they cover nothing.
type legend []sample

const (
	sampleWidth  = 16 // points
	sampleHeight = 9
	legendLine   = 15
)

var legendStyle = lettering(9, false, ink)

// rows are the samples as they fit beside each other, with their places.
func (l legend) rows(width vg.Length, each func(s sample, x vg.Length, row int)) (rows int) {
	x, row := vg.Length(0), 0
	for _, s := range l {
		w := vg.Points(sampleWidth+5) + legendStyle.Width(s.text)
		if x > 0 && x+w > width {
			x, row = 0, row+1
		}
		each(s, x, row)
		x += w + vg.Points(16)
	}
	return row + 1
}

func (l legend) height(width vg.Length) vg.Length {
	return vg.Points(legendLine)*vg.Length(l.rows(width, func(sample, vg.Length, int) {})) + vg.Points(4)
}

func (l legend) draw(c draw.Canvas) {
	style := aligned(legendStyle, atStart, onMiddle)
	l.rows(c.Max.X-c.Min.X, func(s sample, x vg.Length, row int) {
		at := box(c.Min.X+x, c.Max.Y-vg.Points(legendLine)*vg.Length(row)-vg.Points(sampleHeight), vg.Points(sampleWidth), vg.Points(sampleHeight))
		s.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: at})
		c.FillText(style, vg.Point{X: at.Max.X + vg.Points(5), Y: middle(at).Y}, s.text)
	})
}

// box is a rectangle by its lower left corner and size.
func box(x, y, width, height vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x, Y: y}, Max: vg.Point{X: x + width, Y: y + height}}
}

func middle(r vg.Rectangle) vg.Point {
	return vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
}
