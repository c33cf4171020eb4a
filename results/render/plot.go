package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// A Plot shows the overhead of all attach types with one handler: a group of
// bars for each workload; or, by the number of CPUs, of one workload; or over
// time, of one as well.
type Plot struct {
	Name    string // of its file, without the ending: "time-6.12.9-empty"
	tables  []analysis.Table
	scaling *analysis.Scaling
	trend   trend
}

// Plots are those of all tables, one for each recording and handler, and one
// for what was measured with several workers. Their names differ.
func Plots(tables []analysis.Table) []Plot {
	type key struct {
		header  *results.Header
		handler string
	}
	var plots []Plot
	at := map[key]int{}
	names := map[string]int{}
	for _, t := range tables {
		if t.Workers > 1 || t.Header.Metric == results.CPUTime {
			continue
		}
		k := key{t.Header, t.Handler}
		i, ok := at[k]
		if !ok {
			i = len(plots)
			at[k] = i
			plots = append(plots, Plot{Name: uniqueName(names, plotName(t))})
		}
		plots[i].tables = append(plots[i].tables, t)
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
			plots = append(plots, Plot{Name: uniqueName(names, name), scaling: s})
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

// Write draws the plot as "svg" or "png".
func (p Plot) Write(w io.Writer, format string) error {
	switch format {
	case "svg":
		c := vgsvg.New(p.width(), plotHeight)
		p.draw(c)
		return writeSVG(w, c)
	case "png":
		c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(p.width(), plotHeight), vgimg.UseDPI(plotDPI))}
		p.draw(c)
		_, err := c.WriteTo(w)
		return err
	}
	return fmt.Errorf("plot as %q: there are svg and png", format)
}

func (p Plot) width() vg.Length {
	if p.scaling != nil || p.trend != nil {
		return plotMinWidth
	}
	return max(plotMinWidth, slotWidth*vg.Length(len(p.tables)*(len(newBars(p.tables).types)+1))+axisWidth)
}

// draw puts the plot under its heading, on white paper.
func (p Plot) draw(canvas vg.CanvasSizer) {
	c := draw.New(canvas)
	c.SetColor(colorPaper)
	c.Fill(c.Rectangle.Path())
	margin := 0.4 * vg.Centimeter
	c = draw.Crop(c, margin, -margin, margin, -margin)
	if p.scaling != nil {
		drawScaling(c, *p.scaling)
		return
	}
	if p.trend != nil {
		p.trend.draw(c)
		return
	}
	b := newBars(p.tables)
	b.plot().Draw(draw.Crop(c, 0, 0, 0, -heading(c, b.heading())))
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
