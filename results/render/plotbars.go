package render

import (
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// barPlots have a bar for each attach type, and a panel for each workload.
func barPlots(tables []analysis.Table) (plots []Plot) {
	for _, group := range handlerTables(tables) {
		plots = append(plots, barPlot(group))
	}
	return plots
}

func barPlot(tables []analysis.Table) Plot {
	h := tables[0].Header
	names := subjects(tables, attached)
	bars := figure.Bars{Ranges: intervalWords, Noise: "noise floor (A/A)"}
	for _, name := range names {
		bars.Rows = append(bars.Rows, figure.Row{Name: name})
	}
	words, digits := "", plotDigits(tables)
	for _, t := range tables {
		panel := figure.BarPanel{Name: t.Workload, Note: baseNote(t), Noise: noiseRange(t)}
		for _, name := range names {
			panel.Bars = append(panel.Bars, overheadBar(t.Row(name), columns{metric: h.Metric, digits: digits}))
		}
		bars.Panels = append(bars.Panels, panel)
		words += t.Workload + ": " + overheadWords(t, names) + ". "
	}
	return Plot{
		Name:    fileName(metricName(h.Metric), h.Environment.Kernel, tables[0].Handler),
		figures: words,
		figure: figure.Figure{
			Title: adds(h.Metric) + " that a BPF program adds to each event · " + ofHandler(tables[0].Handler),
			Facts: plotFacts(tables), Caption: string(h.Metric) + " over base", Date: h.Started, Drawing: bars,
		},
	}
}

// intervalWords are what a legend says of the ranges of overheads.
const intervalWords = "95 % interval"

// plotDigits are those after the point that all figures of a plot have.
func plotDigits(tables []analysis.Table) int {
	digits := 2
	for _, t := range tables {
		digits = min(digits, newColumns(t).digits)
	}
	return digits
}

// overheadBar is that of a row, with the overhead as in the table, without the
// interval, which can be seen.
func overheadBar(r *analysis.Row, cols columns) figure.Bar {
	if r == nil || r.Estimate == nil {
		return figure.Bar{Label: gap(r)}
	}
	label := cols.figure(r.Estimate.Overhead)
	if cols.metric != results.Instructions && undetected(*r.Estimate) {
		label = "< " + cols.ceiling(r.Estimate.Interval.MDE)
	}
	return figure.Bar{Parts: []float64{r.Estimate.Overhead}, Range: overheadRange(*r), Label: label}
}

// noiseRange is the interval of the A/A control. Counts have none.
func noiseRange(t analysis.Table) figure.Range {
	aa := t.Row(analysis.Base2)
	if aa == nil || t.Header.Metric == results.Instructions {
		return figure.Range{}
	}
	return overheadRange(*aa)
}
