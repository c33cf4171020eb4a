package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars are horizontal, in rows that all panels have, on one scale.
type Bars struct {
	Rows   []Row
	Panels []BarPanel
	Parts  []string // what the parts of bars are; nil if they are of one piece
	Ranges string   // what the ranges of bars are
	Noise  string   // what that of a panel is
}

// BarPanel has a bar for each row.
type BarPanel struct {
	Name, Note string
	Noise      Range // drawn over all rows
	Bars       []Bar
}

// Bar is drawn from zero, one part after the other, two at the most.
type Bar struct {
	Parts []float64 // none: there is no figure
	Range Range     // of their sum
	Label string    // the figure, or what stands in its place
}

const (
	barRow   = 17 // points
	barThick = 11
)

func (b Bars) layout(width vg.Length) (rowLayout, bands) {
	l := layoutRows(b.Rows, vg.Points(barRow), width)
	return l, bands{
		panels: len(b.Panels), left: l.width, least: 4.3 * vg.Centimeter,
		tall: vg.Points(headHeight) + l.height + vg.Points(axisHeight),
	}
}

func (b Bars) height(width vg.Length) vg.Length {
	_, bands := b.layout(width)
	return bands.height(width)
}

func (b Bars) draw(c draw.Canvas) {
	l, bands := b.layout(c.Max.X - c.Min.X)
	domain := b.domain(bands.panelWidth(c.Max.X - c.Min.X))
	bands.each(c, func(c draw.Canvas) {
		l.draw(c, c.Max.Y-vg.Points(headHeight))
	}, func(i int, c draw.Canvas) {
		p := b.Panels[i]
		c = draw.Crop(panelHead(c, p.Name, p.Note), 0, 0, vg.Points(axisHeight), 0)
		p.draw(c, l, scale{domain, c.Min.X, c.Max.X})
	})
}

// domain is that of all panels: from the least to where the labels beside the
// longest bars have room.
func (b Bars) domain(width vg.Length) Range {
	var e extent
	e.add(0)
	for _, p := range b.Panels {
		for _, bar := range p.Bars {
			e.add(bar.reach()...)
		}
		e.add(p.Noise.Lo, p.Noise.Hi)
	}
	hi := e.Hi
	for _, p := range b.Panels {
		for _, bar := range p.Bars {
			// What a unit would be long at the most, if this bar had the
			// rest of the width beside its label.
			room := float64((width - labelStyle.Width(bar.Label) - 2*labelGap) / width)
			hi = max(hi, e.Lo+(bar.end(p.Noise)-e.Lo)/max(room, 0.2))
		}
	}
	if hi == e.Lo {
		hi = 1
	}
	return Range{e.Lo, hi}
}

// reach are the ends of all that is drawn of a bar.
func (b Bar) reach() []float64 {
	xs := []float64{0}
	for _, part := range b.Parts {
		xs = append(xs, xs[len(xs)-1]+part)
	}
	if b.Range.drawn() {
		xs = append(xs, b.Range.Lo, b.Range.Hi)
	}
	return xs
}

// end is where the label begins: right of the bar, and of the noise.
func (b Bar) end(noise Range) float64 {
	var e extent
	e.add(b.reach()...)
	if noise.drawn() {
		e.add(noise.Hi)
	}
	return e.Hi
}

const labelGap = 4 * vg.Length(1)

var (
	labelStyle   = lettering(9, false, ink)
	missingStyle = lettering(9, false, faint)
)

func (p BarPanel) draw(c draw.Canvas, l rowLayout, x scale) {
	x.rule(c)
	if p.Noise.drawn() {
		p.drawNoise(c, x)
	}
	for i, bar := range p.Bars {
		r := l.rows[i]
		bar.draw(c, x, c.Max.Y-r.top-r.height/2, p.Noise)
	}
	c.StrokeLine2(line(ink, 1), x.at(0), c.Min.Y, x.at(0), c.Max.Y)
}

func (p BarPanel) drawNoise(c draw.Canvas, x scale) {
	from, to := x.at(p.Noise.Lo), x.at(p.Noise.Hi)
	fillBox(c, noise, box(from, c.Min.Y, to-from, c.Max.Y-c.Min.Y))
	for _, edge := range []vg.Length{from, to} {
		c.StrokeLine2(line(faint, 0.5), edge, c.Min.Y, edge, c.Max.Y)
	}
}

// draw draws the parts, the interval, and the label right of all.
func (b Bar) draw(c draw.Canvas, x scale, y vg.Length, noise Range) {
	style := missingStyle
	if len(b.Parts) > 0 && finite(b.sum()) {
		style = labelStyle
		b.drawParts(c, x, y)
		if b.Range.drawn() {
			errorBar(c, x.at(b.Range.Lo), x.at(b.Range.Hi), y, vg.Points(barThick)*0.3)
		}
	}
	at := vg.Point{X: x.at(b.end(noise)) + labelGap, Y: y}
	halo(c, aligned(style, atStart, onMiddle), at, b.Label)
}

func (b Bar) sum() float64 {
	sum := 0.0
	for _, part := range b.Parts {
		sum += part
	}
	return sum
}

func (b Bar) drawParts(c draw.Canvas, x scale, y vg.Length) {
	first := b.Parts[0]
	piece(c, x, y, 0, first, solid)
	if len(b.Parts) == 1 {
		return
	}
	if sum := b.sum(); sum < first {
		// A second part below zero takes away from the first.
		piece(c, x, y, sum, first, blank)
	} else {
		piece(c, x, y, first, sum, hatched)
	}
}

// piece draws one part of a bar.
func piece(c draw.Canvas, x scale, y vg.Length, from, to float64, fill func(draw.Canvas, vg.Rectangle)) {
	left, right := x.at(math.Min(from, to)), x.at(math.Max(from, to))
	fill(c, box(left, y-vg.Points(barThick)/2, right-left, vg.Points(barThick)))
}

func (b Bars) samples() []sample {
	var items []sample
	for i, name := range b.Parts {
		items = append(items, sample{name, boxed([]func(draw.Canvas, vg.Rectangle){solid, hatched}[i])})
	}
	drawnRange, drawnNoise := false, false
	for _, p := range b.Panels {
		drawnNoise = drawnNoise || p.Noise.drawn()
		for _, bar := range p.Bars {
			drawnRange = drawnRange || bar.Range.drawn()
		}
	}
	if drawnRange {
		items = append(items, sample{b.Ranges, func(c draw.Canvas) {
			errorBar(c, c.Min.X, c.Max.X, middle(c.Rectangle).Y, vg.Points(3))
		}})
	}
	if drawnNoise {
		items = append(items, sample{b.Noise, boxed(func(c draw.Canvas, r vg.Rectangle) {
			fillBox(c, noise, r)
			outline(c, faint, r)
		})})
	}
	return items
}
