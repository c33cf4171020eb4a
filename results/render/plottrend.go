package render

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/render/figure"
)

// TrendPlots are those of all series: one for each machine, workload and
// handler. Their names differ.
func TrendPlots(all []history.Series) []Plot {
	var plots []Plot
	for _, group := range trends(all) {
		plots = append(plots, trendPlot(group))
	}
	return uniquelyNamed(plots)
}

// columnsOfTrend is into how many columns a long series is put together: two
// points nearer to each other than that cannot be told apart on paper.
const columnsOfTrend = 400

// trendPlot has a line for each series of a group. No room is kept for 0, as
// it is changes that are to be seen.
func trendPlot(group []history.Series) Plot {
	days := trendDays(group)
	room := max(3600, (days.Hi-days.Lo)/60)
	panel := figure.LinePanel{X: figure.Range{Lo: days.Lo - room, Hi: days.Hi + room}, Marks: replacements(group)}
	panel.Ticks = dayTicks(panel.X)
	sessions := 0
	var words []string
	for i, s := range group {
		panel.Series = append(panel.Series, trendSeries(s, i))
		sessions = max(sessions, len(s.Points))
		figure := trendFigure(s)
		words = append(words, fmt.Sprintf("%s from %s to %s", s.Arm.Subject(), figure(s.Points[0].Overhead), figure(s.Points[len(s.Points)-1].Overhead)))
	}
	first := group[0]
	return Plot{
		Name:    fileName("trend", metricName(first.Metric), first.Arm.Workload, first.Arm.Handler),
		kind:    Trends,
		figures: strings.Join(words, ", ") + ".",
		figure: figure.Figure{
			Title: trendTitle(first), Facts: append(trendMachine(first), span(dateAt(days.Lo), dateAt(days.Hi)), fmt.Sprintf("%d sessions", sessions)),
			Caption: string(first.Metric) + " over base", Date: time.Unix(int64(days.Hi), 0).UTC(),
			Drawing: figure.Lines{
				Panels: []figure.LinePanel{panel}, Ranges: intervalWords,
				Marks: "kernel, probecost or handlers replaced", Flags: "a change, by the figures alone",
			},
		},
	}
}

// trendSeries has at most columnsOfTrend points: of several sessions near each
// other the median, with the range of all of their intervals.
func trendSeries(s history.Series, style int) figure.Series {
	series := figure.Series{Name: s.Arm.Subject(), Style: style}
	per := max(1, (len(s.Points)+columnsOfTrend-1)/columnsOfTrend)
	for near := range slices.Chunk(s.Points, per) {
		p := figure.Point{X: float64(near[len(near)/2].Started.Unix()), Range: figure.Range{Lo: math.Inf(1), Hi: math.Inf(-1)}}
		ys := make([]float64, len(near))
		for i, session := range near {
			ys[i] = session.Overhead
			p.Range = figure.Range{Lo: min(p.Range.Lo, session.Lo), Hi: max(p.Range.Hi, session.Hi)}
		}
		slices.Sort(ys)
		p.Y = ys[len(ys)/2]
		series.Points = append(series.Points, p)
	}
	for _, change := range s.Changes {
		series.Flags = append(series.Flags, change.At/per)
	}
	return series
}

// trendDays is from the first session to the last, in seconds since 1970.
func trendDays(group []history.Series) figure.Range {
	days := figure.Range{Lo: math.Inf(1), Hi: math.Inf(-1)}
	for _, s := range group {
		for _, p := range s.Points {
			at := float64(p.Started.Unix())
			days = figure.Range{Lo: min(days.Lo, at), Hi: max(days.Hi, at)}
		}
	}
	return days
}

// replacements are when kernel, probecost or handlers were replaced, those of
// all series once.
func replacements(group []history.Series) (at []float64) {
	for _, s := range group {
		for _, m := range s.Marks {
			at = append(at, float64(s.Points[m.At].Started.Unix()))
		}
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// dayTicks are six dates, or fewer if the same would come again.
func dayTicks(days figure.Range) (ticks []figure.Tick) {
	before := ""
	for i := range 6 {
		at := days.Lo + (days.Hi-days.Lo)*(float64(i)+0.5)/6
		name := dateAt(at)
		if name != before {
			ticks = append(ticks, figure.Tick{X: at, Name: name})
		}
		before = name
	}
	return ticks
}

func dateAt(seconds float64) string { return time.Unix(int64(seconds), 0).UTC().Format(time.DateOnly) }

// DrawTrends draws all plots of series into a folder, and a page with them, each
// whole or not at all.
func DrawTrends(dir string, all []history.Series) (paths []string, err error) {
	return writeAll(dir, func(write func(name string, render func(io.Writer) error)) {
		writePlots(write, TrendPlots(all), DefaultPlotFormats())
		write(PageFile, func(w io.Writer) error { return TrendHTML(w, all) })
	})
}
