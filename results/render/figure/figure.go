// Package figure draws: bars, strips of values and lines, each under a title,
// as files and as elements of a page. It knows what a figure looks like, and
// nothing of what was measured.
//
// Every mark has its name beside it, so that nothing depends on colour.
package figure

import (
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Figure is a drawing with the words around it.
type Figure struct {
	Title   string
	Facts   []string  // where, when and how often it was measured
	Caption string    // what the axes show
	Notes   []string  // under the drawing: how it is to be read
	Date    time.Time // of what is shown, for formats that have one
	Drawing Drawing
}

// Drawing is [Bars], [Strips] or [Lines].
type Drawing interface {
	part
	// samples are the marks that have no name beside them.
	samples() []sample
}

// part is a piece of a figure, as wide as it is told to be.
type part interface {
	height(width vg.Length) vg.Length
	draw(c draw.Canvas)
}

const (
	fileWidth = 20 * vg.Centimeter // of a file: that of a README
	margin    = 0.4 * vg.Centimeter
)

// parts are those of the figure from top to bottom. A page that has a figure
// in it says itself what it is of.
func (f Figure) parts(headed bool) []part {
	var ps []part
	if headed {
		ps = append(ps,
			paragraph{f.Title, " · ", lettering(14, true, ink), vg.Points(4)},
			paragraphs(f.Facts, lettering(9, false, faint), vg.Points(6)))
	}
	if items := f.Drawing.samples(); len(items) > 0 {
		ps = append(ps, legend(items))
	}
	return append(ps,
		paragraph{f.Caption, " · ", lettering(9, false, faint), vg.Points(5)},
		f.Drawing,
		space(vg.Points(6)),
		paragraphs(f.Notes, lettering(8, false, faint), 0))
}

// space is between two parts.
type space vg.Length

func (s space) height(vg.Length) vg.Length { return vg.Length(s) }

func (s space) draw(draw.Canvas) {}

// size is that of the whole figure.
func (f Figure) size(width vg.Length, headed bool) (w, h vg.Length) {
	h = 2 * margin
	for _, p := range f.parts(headed) {
		h += p.height(width - 2*margin)
	}
	return width, h
}

// draw puts the parts on paper.
func (f Figure) draw(canvas vg.CanvasSizer, headed bool) {
	c := draw.New(canvas)
	c.SetColor(paper.light)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)
	for _, p := range f.parts(headed) {
		h := p.height(c.Max.X - c.Min.X)
		p.draw(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-h, 0))
		c = draw.Crop(c, 0, 0, 0, -h)
	}
}
