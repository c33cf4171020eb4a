package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// stackedPlots part what each handler adds into the dispatch, which is all that
// the empty handler adds, and its own work.
func stackedPlots(tables []analysis.Table) (plots []Plot) {
	for _, group := range grouped(tables, func(t analysis.Table) any { return t.Header }) {
		if handlers := workingHandlers(group); len(handlers) > 0 {
			plots = append(plots, stackedPlot(group, handlers))
		}
	}
	return plots
}

// workingHandlers are those other than the empty one, at a workload that has
// that as well.
func workingHandlers(tables []analysis.Table) (handlers []string) {
	for _, t := range tables {
		if t.Handler != analysis.Empty && tableOf(tables, t.Workload, analysis.Empty) != nil && !slices.Contains(handlers, t.Handler) {
			handlers = append(handlers, t.Handler)
		}
	}
	return handlers
}

// tableOf is that of a workload and a handler, nil if there is none.
func tableOf(tables []analysis.Table, workload, handler string) *analysis.Table {
	for i := range tables {
		if tables[i].Workload == workload && tables[i].Handler == handler {
			return &tables[i]
		}
	}
	return nil
}

func stackedPlot(tables []analysis.Table, handlers []string) Plot {
	h := tables[0].Header
	names := subjects(tables, attached)
	bars := figure.Bars{Parts: []string{"dispatch: the empty handler", "work of the handler"}, Ranges: intervalWords + " of the sum"}
	for _, name := range names {
		for _, handler := range handlers {
			row := figure.Row{Group: name, Name: handler}
			if len(handlers) == 1 { // it is in the title
				row = figure.Row{Name: name}
			}
			bars.Rows = append(bars.Rows, row)
		}
	}
	cols := columns{metric: h.Metric, digits: plotDigits(tables)}
	words := ""
	for _, empty := range tables {
		if empty.Handler != analysis.Empty {
			continue
		}
		panel := figure.BarPanel{Name: empty.Workload, Note: baseNote(empty)}
		var figures []string
		for _, name := range names {
			for _, handler := range handlers {
				b := stackedBar(&empty, tableOf(tables, empty.Workload, handler), name, cols)
				panel.Bars = append(panel.Bars, b)
				figures = append(figures, fmt.Sprintf("%s, %s %s", name, handler, b.Label))
			}
		}
		bars.Panels = append(bars.Panels, panel)
		words += empty.Workload + ": " + strings.Join(figures, "; ") + ". "
	}
	return Plot{
		Name:    fileName("stacked", metricName(h.Metric), h.Environment.Kernel),
		figures: words,
		figure: figure.Figure{
			Title: adds(h.Metric) + " that dispatch and work add to each event · handler " + strings.Join(handlers, ", "),
			Facts: plotFacts(tables), Caption: string(h.Metric) + " over base: dispatch + work", Date: h.Started, Drawing: bars,
		},
	}
}

// stackedBar is that of an attach type and a handler.
func stackedBar(empty, working *analysis.Table, name string, cols columns) figure.Bar {
	if working == nil {
		return figure.Bar{Label: "not measured"}
	}
	for _, t := range []*analysis.Table{empty, working} {
		if r := t.Row(name); r == nil || r.Estimate == nil {
			return figure.Bar{Label: gap(r)}
		}
	}
	dispatch, r := empty.Row(name).Estimate.Overhead, *working.Row(name)
	work, sign := r.Estimate.Overhead-dispatch, "+"
	if work < 0 {
		sign = "−"
	}
	label := fmt.Sprintf("%s %s %s", cols.figure(dispatch), sign, cols.figure(math.Abs(work)))
	return figure.Bar{Parts: []float64{dispatch, work}, Range: overheadRange(r), Label: label}
}
