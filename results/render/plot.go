package render

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// A Plot is a picture of figures, and what it shows in words.
type Plot struct {
	Name    string // of its file, without the ending: "time-6.12.9-empty"
	kind    Kind
	drawing drawing
}

// drawing is what a plot has under its heading.
type drawing interface {
	heading() headed
	alt() string
	width() vg.Length
	draw(c draw.Canvas)
}

// Kind is what the plot shows.
func (p Plot) Kind() Kind { return p.kind }

// Title says what is shown.
func (p Plot) Title() string { return p.drawing.heading().title }

// Facts say where, when and how often it was measured.
func (p Plot) Facts() []string { return p.drawing.heading().facts }

// Alt is the plot in words, with its main figures, for those who do not see it.
func (p Plot) Alt() string { return p.drawing.alt() }

// Plots are those of all tables, one for each recording and handler, and one
// for what was measured with several workers. Their names differ.
func Plots(tables []analysis.Table) []Plot {
	type key struct {
		header  *results.Header
		handler string
	}
	var plots []Plot
	var groups [][]analysis.Table
	at := map[key]int{}
	names := map[string]int{}
	for _, t := range tables {
		if t.Workers > 1 || t.Header.Metric == results.CPUTime {
			continue
		}
		k := key{t.Header, t.Handler}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	for _, group := range groups {
		plots = append(plots, Plot{uniqueName(names, plotName(group[0])), Bars, newBars(group)})
	}
	return append(plots, scalingPlots(names, tables)...)
}

// scalingPlots are those by the number of CPUs.
func scalingPlots(names map[string]int, tables []analysis.Table) []Plot {
	var plots []Plot
	seen := map[*analysis.Run]bool{}
	for _, t := range tables {
		if t.Run == nil || seen[t.Run] {
			continue
		}
		seen[t.Run] = true
		for i := range t.Run.Scaling {
			s := &t.Run.Scaling[i]
			name := fileName("scaling-" + t.Header.Environment.Kernel + "-" + s.Workload + "-" + s.Handler)
			plots = append(plots, Plot{uniqueName(names, name), Scaling, scaling{*s}})
		}
	}
	return plots
}

// plotName is "time-6.12.9-empty".
func plotName(t analysis.Table) string {
	metric, _, _ := strings.Cut(string(t.Header.Metric), "/")
	if t.Header.Metric == results.Time {
		metric = "time"
	}
	return fileName(metric + "-" + t.Header.Environment.Kernel + "-" + t.Handler)
}

// fileName keeps of a name what is harmless in one of a file.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("._-+", r):
			return r
		}
		return '_'
	}, name)
}

// uniqueName appends a number if two recordings have the same kernel.
func uniqueName(names map[string]int, name string) string {
	names[name]++
	for n := names[name]; n > 1; n++ {
		numbered := fmt.Sprintf("%s-%d", name, n)
		if names[numbered] == 0 {
			names[numbered]++
			return numbered
		}
	}
	return name
}

// Size of a plot: wide enough for a README, twice that in pixels.
const (
	plotHeight   = 11 * vg.Centimeter
	plotMinWidth = 20 * vg.Centimeter
	plotDPI      = 192
	slotWidth    = 1.3 * vg.Centimeter // of a bar
	axisWidth    = 2 * vg.Centimeter
)

// PlotFormats are those of files of plots.
var PlotFormats = []string{"svg", "png"}

// Write draws the plot, with its title and facts, in one of [PlotFormats].
func (p Plot) Write(w io.Writer, format string) error {
	switch format {
	case "svg":
		c := vgsvg.New(p.drawing.width(), plotHeight)
		p.draw(c, p.drawing.heading())
		return writeSVG(w, c)
	case "png":
		c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(p.drawing.width(), plotHeight), vgimg.UseDPI(plotDPI))}
		p.draw(c, p.drawing.heading())
		_, err := c.WriteTo(w)
		return err
	}
	return fmt.Errorf("plot as %q: there are %s", format, strings.Join(PlotFormats, ", "))
}

// Inline draws the plot as an element of a page of HTML that has [PlotCSS],
// laid out for a width in the pixels of CSS. Title and facts are left to the page.
func (p Plot) Inline(w io.Writer, width float64) error {
	c := vgsvg.New(max(p.drawing.width(), vg.Length(width)*vg.Inch/96), plotHeight)
	h := p.drawing.heading()
	h.title, h.facts = "", nil
	p.draw(c, h)
	return writeInline(w, c, p.Alt())
}

// draw puts the plot under its heading, on paper.
func (p Plot) draw(canvas vg.CanvasSizer, h headed) {
	c := draw.New(canvas)
	c.SetColor(colorPaper)
	c.Fill(c.Rectangle.Path())
	margin := 0.4 * vg.Centimeter
	c = draw.Crop(c, margin, -margin, margin, -margin)
	p.drawing.draw(draw.Crop(c, 0, 0, 0, -heading(c, h)))
}

// writeSVG names more fonts than the one that gonum embeds in nothing but
// pixels: those have the same widths, and a browser without Liberation would
// fall back to one with serifs.
func writeSVG(w io.Writer, c *vgsvg.Canvas) error {
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(),
		[]byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")))
	return err
}

// writeInline leaves out what a file needs and an element does not, and has the
// page say which colours there are.
func writeInline(w io.Writer, c *vgsvg.Canvas, alt string) error {
	var b bytes.Buffer
	if err := writeSVG(&b, c); err != nil {
		return err
	}
	s := b.String()
	_, s, found := strings.Cut(s, "xmlns:xlink=\"http://www.w3.org/1999/xlink\">")
	if !found {
		return fmt.Errorf("the drawing has no end of its first tag")
	}
	for _, t := range tones {
		s = strings.ReplaceAll(s, hexadecimal(t.light), "var(--plot-"+t.name+")")
	}
	width, height := c.Size()
	_, err := fmt.Fprintf(w, `<svg class="plot" role="img" aria-label="%s" width="%.0f" height="%.0f" viewBox="0 0 %.5g %.5g">%s`,
		html.EscapeString(alt), width.Dots(96), height.Dots(96), width.Points(), height.Points(), s)
	return err
}
