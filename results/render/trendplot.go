package render

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
)

// TrendPlots are those of all series: one for each machine, workload and
// handler. Their names differ.
func TrendPlots(all []history.Series) []Plot {
	var plots []Plot
	names := map[string]int{}
	for _, group := range trends(all) {
		kind := "time"
		if group[0].Metric == results.Instructions {
			kind = "instructions"
		}
		name := fileName("trend-" + kind + "-" + group[0].Arm.Workload + "-" + group[0].Arm.Handler)
		plots = append(plots, Plot{uniqueName(names, name), Trends, trend(group)})
	}
	return plots
}

// columnsOfTrend is into how many columns a long series is put together: two
// points nearer to each other than that cannot be told apart on paper.
const columnsOfTrend = 400

// trend draws a line for each series. It implements [plot.Plotter].
type trend []history.Series

// dot is a point of a plotted series: a session, or several near each other.
type dot struct {
	x         float64 // seconds since 1970
	y, lo, hi float64 // overhead with its interval; of several the median, and the range of what they have
}

// dots are at most columnsOfTrend of a series.
func dots(ps []history.Point) []dot {
	var ds []dot
	per := max(1, (len(ps)+columnsOfTrend-1)/columnsOfTrend)
	for near := range slices.Chunk(ps, per) {
		d := dot{x: float64(near[len(near)/2].Started.Unix()), lo: math.Inf(1), hi: math.Inf(-1)}
		ys := make([]float64, len(near))
		for i, p := range near {
			ys[i] = p.Overhead
			d.lo, d.hi = min(d.lo, p.Lo), max(d.hi, p.Hi)
		}
		slices.Sort(ys)
		d.y = ys[len(ys)/2]
		ds = append(ds, d)
	}
	return ds
}

// ranges are those of both axes: no room is kept for 0, as it is changes that
// are to be seen.
func (t trend) ranges() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, s := range t {
		for _, p := range s.Points {
			at := float64(p.Started.Unix())
			xmin, xmax = min(xmin, at), max(xmax, at)
			ymin, ymax = min(ymin, p.Lo), max(ymax, p.Hi)
		}
	}
	const anHour = 3600
	room := max((ymax-ymin)*0.05, 1e-9*max(1, math.Abs(ymax)), 0.5)
	return xmin - anHour, xmax + anHour, ymin - room, ymax + room
}

// Plot implements [plot.Plotter].
func (t trend) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	t.marks(c, x)
	for i, s := range t {
		style := lineStyle(s.Arm.Attach, i)
		var path []vg.Point
		ds := dots(s.Points)
		for _, d := range ds {
			at := vg.Point{X: x(d.x), Y: y(d.y)}
			if d.lo < d.hi {
				c.StrokeLine2(draw.LineStyle{Color: style.Color, Width: vg.Points(0.75)}, at.X, y(d.lo), at.X, y(d.hi))
			}
			path = append(path, at)
		}
		// A dark edge shows a light line on paper.
		c.StrokeLines(draw.LineStyle{Color: colorInk, Width: style.Width + vg.Points(1)}, path)
		c.StrokeLines(style, path)
		if len(ds) <= 60 {
			for _, at := range path {
				marker{c, style}.at(at)
			}
		}
		for _, change := range s.Changes {
			at := s.Points[change.At]
			c.DrawGlyph(draw.GlyphStyle{Color: colorInk, Radius: vg.Points(5), Shape: draw.TriangleGlyph{}},
				vg.Point{X: x(float64(at.Started.Unix())), Y: y(at.Overhead) + vg.Points(9)})
		}
	}
}

// marks draws an upright line where kernel, probecost or handlers were
// replaced, those of all series once.
func (t trend) marks(c draw.Canvas, x func(float64) vg.Length) {
	drawn := map[time.Time]bool{}
	for _, s := range t {
		for _, m := range s.Marks {
			at := s.Points[m.At].Started
			if !drawn[at] {
				drawn[at] = true
				style := draw.LineStyle{Color: colorFaint, Width: vg.Points(0.75), Dashes: []vg.Length{vg.Points(3), vg.Points(3)}}
				c.StrokeLine2(style, x(float64(at.Unix())), c.Min.Y, x(float64(at.Unix())), c.Max.Y)
			}
		}
	}
}

func (t trend) width() vg.Length { return plotMinWidth }

func (t trend) heading() headed {
	var items []legendItem
	for i, s := range t {
		items = append(items, legendItem{s.Arm.Attach, swatch(lineStyle(s.Arm.Attach, i).Color, colorInk)})
	}
	sessions := 0
	for _, s := range t {
		sessions = max(sessions, len(s.Points))
	}
	facts := append(trendMachine(t[0]), fmt.Sprintf("%d sessions", sessions),
		"dashed: kernel, probecost or handlers replaced", "triangle: a change, by the figures alone")
	return headed{title: trendTitle(t[0]), facts: facts, items: items, caption: string(t[0].Metric) + " over base, with 95 % intervals"}
}

// alt has the first and the last figure of each series.
func (t trend) alt() string {
	h := t.heading()
	text := h.title + ", " + strings.Join(h.facts[:2], ", ") + "."
	for _, s := range t {
		figure := trendFigure(s)
		text += fmt.Sprintf(" %s: from %s to %s.", s.Arm.Subject(), figure(s.Points[0].Overhead), figure(s.Points[len(s.Points)-1].Overhead))
	}
	return text
}

func (t trend) draw(c draw.Canvas) {
	p := ruledPlot(t, []string{""}) // dates come in place of names
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = t.ranges()
	p.X.Tick.Marker = plot.TickerFunc(days)
	p.X.Tick.Label.Font.Size = vg.Points(9)
	p.Draw(c)
}

// days are six dates from lo to hi.
func days(lo, hi float64) []plot.Tick {
	var ts []plot.Tick
	before := ""
	for i := range 6 {
		at := lo + (hi-lo)*(float64(i)+0.5)/6
		label := time.Unix(int64(at), 0).UTC().Format("2006-01-02")
		if label != before {
			ts = append(ts, plot.Tick{Value: at, Label: label})
		}
		before = label
	}
	return ts
}

// DrawTrends draws all plots of series into a folder, and a page with them, each
// whole or not at all.
func DrawTrends(dir string, all []history.Series) (paths []string, err error) {
	return writeAll(dir, func(write func(name string, render func(io.Writer) error)) {
		writePlots(write, TrendPlots(all))
		write(PageFile, func(w io.Writer) error { return TrendHTML(w, all) })
	})
}
