package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bands puts panels beside each other, and into further bands below if they
// would be too narrow.
type bands struct {
	panels int
	left   vg.Length // kept beside the panels of each band, for what they share
	least  vg.Length // width of a panel
	tall   vg.Length // height of a band
}

const (
	panelGap = 14 // points, between two panels of a band
	bandGap  = 12
)

// columns is how many panels a band has, so that bands have alike many.
func (b bands) columns(width vg.Length) int {
	fit := int((width - b.left + vg.Points(panelGap)) / (b.least + vg.Points(panelGap)))
	fit = max(1, min(fit, b.panels))
	count := (b.panels + fit - 1) / fit
	return (b.panels + count - 1) / max(1, count)
}

// panelWidth is that of each panel.
func (b bands) panelWidth(width vg.Length) vg.Length {
	n := vg.Length(max(1, b.columns(width)))
	return (width - b.left - (n-1)*vg.Points(panelGap)) / n
}

func (b bands) height(width vg.Length) vg.Length {
	if b.panels == 0 {
		return 0
	}
	n := b.columns(width)
	count := (b.panels + n - 1) / n
	return vg.Length(count)*(b.tall+vg.Points(bandGap)) - vg.Points(bandGap)
}

// each draws panel after panel, and before those of a band what is beside them.
func (b bands) each(c draw.Canvas, beside func(draw.Canvas), panel func(i int, c draw.Canvas)) {
	n, wide := b.columns(c.Max.X-c.Min.X), b.panelWidth(c.Max.X-c.Min.X)
	for i := range b.panels {
		column, band := i%n, i/n
		bottom := c.Max.Y - vg.Length(band)*(b.tall+vg.Points(bandGap)) - b.tall
		if column == 0 {
			beside(draw.Canvas{Canvas: c.Canvas, Rectangle: box(c.Min.X, bottom, b.left, b.tall)})
		}
		x := c.Min.X + b.left + vg.Length(column)*(wide+vg.Points(panelGap))
		panel(i, draw.Canvas{Canvas: c.Canvas, Rectangle: box(x, bottom, wide, b.tall)})
	}
}
