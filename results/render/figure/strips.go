package figure

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Strips show all values of each row as dots along a line, the more of them
// near each other the further they spread to its sides. Panels have scales of
// their own.
type Strips struct {
	Rows   []Row
	Panels []StripPanel
	Marked string // what the mark of a row is
	Zero   string // what the dashed line of a panel is at
}

// StripPanel has a strip for each row.
type StripPanel struct {
	Name, Note string
	Zero       float64 // NaN: no line
	Strips     []Strip
}

// Strip is a row of values.
type Strip struct {
	Values []float64
	Mark   float64 // NaN: none
	Label  string  // the mark as a figure, or what stands in place of values
}

const (
	stripRow   = 31  // points
	mostDots   = 200 // of a strip
	allDots    = 4000
	stripShown = 0.95 // share of the values of every strip that the axis has room for
)

func (s Strips) layout(width vg.Length) (rowLayout, bands) {
	l := layoutRows(s.Rows, vg.Points(stripRow), width)
	return l, bands{
		panels: len(s.Panels), left: l.width, least: 7 * vg.Centimeter,
		tall: vg.Points(headHeight) + l.height + vg.Points(axisHeight),
	}
}

func (s Strips) height(width vg.Length) vg.Length {
	_, bands := s.layout(width)
	return bands.height(width)
}

func (s Strips) draw(c draw.Canvas) {
	l, bands := s.layout(c.Max.X - c.Min.X)
	dots := max(40, min(mostDots, allDots/max(1, len(s.Panels)*len(s.Rows))))
	bands.each(c, func(c draw.Canvas) {
		l.draw(c, c.Max.Y-vg.Points(headHeight))
	}, func(i int, c draw.Canvas) {
		p := s.Panels[i]
		p.draw(draw.Crop(panelHead(c, p.Name, p.Note), 0, 0, vg.Points(axisHeight), 0), l, dots)
	})
}

func (p StripPanel) draw(c draw.Canvas, l rowLayout, dots int) {
	domain := p.domain()
	figures := p.figuresWidth(domain.Hi)
	x := scale{domain, c.Min.X, c.Max.X - figures}
	x.rule(draw.Crop(c, 0, -figures, 0, 0))
	if finite(p.Zero) {
		c.StrokeLine2(zeroStyle, x.at(p.Zero), c.Min.Y, x.at(p.Zero), c.Max.Y)
	}
	for i, s := range p.Strips {
		r := l.rows[i]
		row := box(c.Min.X, c.Max.Y-r.top-r.height, c.Max.X-c.Min.X, r.height)
		s.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: row}, x, dots)
	}
}

var (
	markedStyle = line(ink, 1.25)
	zeroStyle   = line(faint, 0.75, vg.Points(3), vg.Points(2))
	smallStyle  = lettering(7, false, faint)
)

// figuresWidth is that of the column of figures on the right, given the end of
// the axis.
func (p StripPanel) figuresWidth(hi float64) (w vg.Length) {
	for _, s := range p.Strips {
		w = max(w, labelStyle.Width(s.Label), widest(smallStyle, s.counts(hi)))
	}
	return w + vg.Points(8)
}

// counts say how many values there are, and what is beyond the end of the axis.
func (s Strip) counts(hi float64) (lines []string) {
	sorted := s.sorted()
	if len(sorted) == 0 {
		return nil
	}
	lines = append(lines, fmt.Sprintf("n = %d", len(sorted)))
	if shown, _ := slices.BinarySearch(sorted, hi); shown < len(sorted) {
		most := short(math.Round(sorted[len(sorted)-1]), 1, sorted[len(sorted)-1])
		lines = append(lines, fmt.Sprintf("%d beyond, to %s", len(sorted)-shown, most))
	}
	return lines
}

// domain has room for most values of each strip: those of a few long
// disturbances would leave none for the others, and are told in words.
func (p StripPanel) domain() Range {
	var e extent
	for _, s := range p.Strips {
		if sorted := s.sorted(); len(sorted) > 0 {
			e.add(sorted[0], sorted[int(stripShown*float64(len(sorted)-1))])
		}
		e.add(s.Mark)
	}
	e.add(p.Zero)
	room := (e.Hi - e.Lo) * 0.06
	if room == 0 {
		room = math.Max(1, math.Abs(e.Hi)/100)
	}
	return Range{e.Lo - room, e.Hi + room}
}

// sorted are the values that are numbers, ascending.
func (s Strip) sorted() []float64 {
	sorted := slices.DeleteFunc(slices.Clone(s.Values), func(x float64) bool { return !finite(x) })
	slices.Sort(sorted)
	return sorted
}

func (s Strip) draw(c draw.Canvas, x scale, dots int) {
	center := middle(c.Rectangle).Y
	sorted := s.sorted()
	if len(sorted) == 0 {
		c.FillText(aligned(missingStyle, atStart, onMiddle), vg.Point{X: x.from + labelGap, Y: center}, s.Label)
		return
	}
	shown, _ := slices.BinarySearch(sorted, x.Hi)
	s.drawDots(c, x, sorted[:shown], dots)
	if finite(s.Mark) {
		at, reach := x.at(s.Mark), (c.Max.Y-c.Min.Y)*0.42
		c.StrokeLine2(line(paper, 2.5), at, center-reach, at, center+reach)
		c.StrokeLine2(markedStyle, at, center-reach, at, center+reach)
	}
	right := vg.Point{X: c.Max.X, Y: center + vg.Points(9)}
	c.FillText(aligned(labelStyle, atEnd, onMiddle), right, s.Label)
	for _, line := range s.counts(x.Hi) {
		right.Y -= vg.Points(9)
		c.FillText(aligned(smallStyle, atEnd, onMiddle), right, line)
	}
}

func (s Strips) samples() []sample {
	items := []sample{{s.Marked, func(c draw.Canvas) {
		x := middle(c.Rectangle).X
		c.StrokeLine2(markedStyle, x, c.Min.Y, x, c.Max.Y)
	}}}
	for _, p := range s.Panels {
		if finite(p.Zero) {
			return append(items, sample{s.Zero, func(c draw.Canvas) {
				x := middle(c.Rectangle).X
				c.StrokeLine2(zeroStyle, x, c.Min.Y, x, c.Max.Y)
			}})
		}
	}
	return items
}
