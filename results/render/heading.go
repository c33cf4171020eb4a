package render

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// headed is what stands over a plot.
type headed struct {
	title   string
	facts   []string // where and when it was measured
	items   []legendItem
	caption string // what the axis shows
}

// heading writes h from the top of c downwards. It returns the height that it
// took; the legend stands there so that it covers no bar.
func heading(c draw.Canvas, h headed) vg.Length {
	y := c.Max.Y
	if h.title != "" {
		y = titled(c, h)
	}
	y = legend(c, y, h.items) - vg.Points(8)
	if h.caption == "" { // panels have their own
		return c.Max.Y - y
	}
	sub := lettering(9, false, colorFaint)
	sub.YAlign = draw.YTop
	c.FillText(sub, vg.Point{X: c.Min.X, Y: y}, h.caption)
	return c.Max.Y - y + vg.Points(14)
}

// titled writes title and facts, and returns where they end.
func titled(c draw.Canvas, h headed) vg.Length {
	y := c.Max.Y
	title := lettering(14, true, colorInk)
	title.YAlign = draw.YTop
	c.FillText(title, vg.Point{X: c.Min.X, Y: y}, h.title)
	y -= vg.Points(20)

	sub := lettering(9, false, colorFaint)
	sub.YAlign = draw.YTop
	for _, line := range flow(h.facts, " · ", func(s string) bool { return sub.Width(s) <= c.Max.X-c.Min.X }) {
		c.FillText(sub, vg.Point{X: c.Min.X, Y: y}, line)
		y -= vg.Points(12.5)
	}
	return y - vg.Points(5)
}

func (b bars) heading() headed {
	return headed{plotTitle(b), append(machine(b.tables[0]), plotBlocks(b)), legendItems(b), string(b.metric()) + " over base"}
}

// plotTitle says what the height of a bar is.
func plotTitle(b bars) string {
	what := "Time"
	if b.metric() == results.Instructions {
		what = "Instructions"
	}
	return fmt.Sprintf("%s that a BPF program adds to each event · handler %s", what, b.tables[0].Handler)
}

// flow joins words into as few lines as fit.
func flow(words []string, sep string, fits func(string) bool) []string {
	var lines []string
	for _, w := range words {
		if n := len(lines); n > 0 && fits(lines[n-1]+sep+w) {
			lines[n-1] += sep + w
			continue
		}
		lines = append(lines, w)
	}
	return lines
}

// plotBlocks is the range of the blocks that count, over all workloads.
func plotBlocks(b bars) string {
	lo, hi := blocks(b.tables[0])
	for _, t := range b.tables[1:] {
		l, h := blocks(t)
		lo, hi = min(lo, l), max(hi, h)
	}
	return span(fmt.Sprint(lo), fmt.Sprint(hi)) + " blocks"
}

// legendItem is a sample and what it stands for. The sample is drawn into a
// box.
type legendItem struct {
	text string
	draw func(c draw.Canvas, left, bottom, right, top vg.Length)
}

func legendItems(b bars) []legendItem {
	var items []legendItem
	for i, attach := range b.types {
		items = append(items, legendItem{attach, swatch(fill(attach, i), colorInk)})
	}
	if b.any(func(r analysis.Row) bool { return barred(r) && r.Estimate == nil && !r.NotMeasured }) {
		items = append(items, legendItem{"no figure", question})
	}
	if b.metric() == results.Instructions {
		return items
	}
	if b.any(func(r analysis.Row) bool { return r.Attach == analysis.Base2 && r.Estimate != nil }) {
		items = append(items, legendItem{"noise floor (A/A)", swatch(colorNoise, colorNoise)})
	}
	return append(items, intervalItem)
}

// intervalItem is the sample of an error bar.
var intervalItem = legendItem{"95 % interval", func(c draw.Canvas, left, bottom, right, top vg.Length) {
	bar{c: c, center: (left + right) / 2, half: right - left}.interval(bottom, top)
}}

// any says whether a row of any table is such a one.
func (b bars) any(such func(analysis.Row) bool) bool {
	return slices.ContainsFunc(b.tables, func(t analysis.Table) bool { return slices.ContainsFunc(t.Rows, such) })
}

// question is the sample of a bar without a figure.
func question(c draw.Canvas, left, bottom, right, top vg.Length) {
	style := lettering(10, false, colorFaint)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	c.FillText(style, vg.Point{X: (left + right) / 2, Y: top + vg.Points(1)}, unknown)
}

func swatch(fill, edge color.Color) func(c draw.Canvas, left, bottom, right, top vg.Length) {
	return func(c draw.Canvas, left, bottom, right, top vg.Length) {
		pts := box(left, bottom, right, top)
		c.FillPolygon(fill, pts)
		c.StrokeLines(hairline(edge), append(pts, pts[0]))
	}
}

// legend draws the items in rows from y downwards and returns where it ends.
func legend(c draw.Canvas, y vg.Length, items []legendItem) vg.Length {
	style := lettering(10, false, colorInk)
	style.YAlign = draw.YTop
	side, space, line := vg.Points(10), vg.Points(5), vg.Points(16)
	x := c.Min.X
	for _, it := range items {
		width := side + space + style.Width(it.text)
		if x > c.Min.X && x+width > c.Max.X {
			x, y = c.Min.X, y-line
		}
		it.draw(c, x, y-side, x+side, y)
		c.FillText(style, vg.Point{X: x + side + space, Y: y + vg.Points(1)}, strings.ReplaceAll(it.text, "\n", " "))
		x += width + vg.Points(16)
	}
	return y - line
}
