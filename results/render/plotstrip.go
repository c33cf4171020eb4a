package render

import (
	"fmt"
	"math"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// stripPlots show how the clean chunks of each arm are distributed. Counts are
// the same each time.
func stripPlots(tables []analysis.Table) (plots []Plot) {
	for _, group := range handlerTables(tables) {
		if group[0].Header.Metric == results.Time && group[0].Run != nil {
			plots = append(plots, stripPlot(group))
		}
	}
	return plots
}

// timed says whether a row has values: of an attach type that the kernel lacks
// there are none, and the known work is no way to attach.
func timed(r analysis.Row) bool { return (r.IsBase() || attached(r)) && !r.NotMeasured }

func stripPlot(tables []analysis.Table) Plot {
	h := tables[0].Header
	names := subjects(tables, timed)
	strips := figure.Strips{Marked: "cost: 10th percentile", Zero: "cost of base"}
	for _, name := range names {
		strips.Rows = append(strips.Rows, figure.Row{Name: name})
	}
	words, values := "", 0
	for _, t := range tables {
		cols := columns{metric: h.Metric, digits: plotDigits(tables)}
		panel := figure.StripPanel{Name: t.Workload, Zero: math.NaN()}
		words += t.Workload + ": "
		for i, name := range names {
			strip := newStrip(t, t.Row(name), cols)
			if name == analysis.Base {
				panel.Zero = strip.Mark
			}
			panel.Strips = append(panel.Strips, strip)
			values += len(strip.Values)
			words += name + " " + strip.Label + []string{", ", ". "}[(i+1)/len(names)]
		}
		strips.Panels = append(strips.Panels, panel)
	}
	return Plot{
		Name:    fileName("strip", h.Environment.Kernel, tables[0].Handler),
		figures: words,
		figure: figure.Figure{
			Title: "Time of an event, chunk by chunk · " + ofHandler(tables[0].Handler),
			Facts: plotFacts(tables), Caption: "ns/event in each clean chunk, at the usual speed of the CPU", Date: h.Started, Drawing: strips,
			Notes: []string{fmt.Sprintf("%d clean chunks; of a row with many, dots that stand for the same number of chunks each", values)},
		},
	}
}

// newStrip is that of a row, with the cost as in the table.
func newStrip(t analysis.Table, r *analysis.Row, cols columns) figure.Strip {
	s := figure.Strip{Mark: math.NaN(), Label: gap(r)}
	if r == nil {
		return s
	}
	s.Values = t.Run.CleanValues(r.Arm)
	if r.Estimate != nil {
		s.Mark, s.Label = r.Estimate.Value, cols.figure(r.Estimate.Value)
	}
	return s
}
