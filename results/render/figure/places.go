package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// places are the names under a plane of lines: beside each other in a few
// lines, or upright if they are too long for that.
type places struct {
	ticks   []Tick
	lines   [][]string // of each name
	upright bool
}

const (
	mostTickLines = 3
	uprightMost   = 90 // points that an upright name may be long
)

// slot is the width that the name of a place has.
func (p LinePanel) slot(plane vg.Length) vg.Length {
	if len(p.Ticks) == 0 {
		return plane
	}
	return plane/vg.Length(len(p.Ticks)) - vg.Points(4)
}

// ticks breaks names only where they are put together. Of upright names for
// which even that leaves no room, some are left out.
func (p LinePanel) ticks(slot vg.Length) places {
	flat := places{ticks: p.Ticks}
	for _, t := range p.Ticks {
		lines := broken(t.Name, tickStyle, slot)
		flat.upright = flat.upright || len(lines) > mostTickLines || widest(tickStyle, pieces(t.Name)) > slot
		flat.lines = append(flat.lines, lines)
	}
	if !flat.upright {
		return flat
	}
	every := max(1, int(math.Ceil(float64(vg.Points(9)/(slot+vg.Points(4))))))
	up := places{upright: true}
	for i := 0; i < len(p.Ticks); i += every {
		up.ticks = append(up.ticks, p.Ticks[i])
		up.lines = append(up.lines, []string{shortened(p.Ticks[i].Name, tickStyle, vg.Points(uprightMost))})
	}
	return up
}

func (p places) height() (h vg.Length) {
	for _, lines := range p.lines {
		if p.upright {
			h = max(h, widest(tickStyle, lines))
		} else {
			h = max(h, vg.Length(len(lines))*lineHeight(tickStyle))
		}
	}
	return h
}

func (p places) draw(plane draw.Canvas, x scale) {
	style := aligned(tickStyle, atMiddle, atEnd)
	if p.upright {
		style = aligned(tickStyle, atEnd, onMiddle)
		style.Rotation = math.Pi / 2
	}
	for i, t := range p.ticks {
		at := vg.Point{X: x.at(t.X), Y: plane.Min.Y - vg.Points(5)}
		for _, s := range p.lines[i] {
			plane.FillText(style, at, s)
			at.Y -= lineHeight(tickStyle)
		}
	}
}
