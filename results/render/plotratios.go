package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/render/figure"
)

// ratioSet is one of the two comparisons that a report of many machines has.
type ratioSet struct {
	id, title, what string // of its section and tables
	name, plot      string // of its plots
	than            string // what a ratio is by
	ratios          []merge.Ratio
}

func ratioSets(r *merge.Report) []ratioSet {
	return []ratioSet{
		{"new-by-old", "New by old", "overhead, new by old", "changes", "What became of overheads", "the old overhead", r.NewOverOld},
		{"machines-together", "All machines", "an event with a probe, by one without", "ratios", "What an event costs with a probe", "without it", r.OverBase},
	}
}

// RatioPlots are those of many machines, for each metric and handler: what an
// event costs with a probe by what it costs without, and what became of
// overheads.
func RatioPlots(r *merge.Report) []Plot {
	var plots []Plot
	for _, set := range ratioSets(r) {
		plots = append(plots, ratioPlots(r, set)...)
	}
	return uniquelyNamed(plots)
}

func ratioPlots(r *merge.Report, set ratioSet) []Plot {
	var plots []Plot
	for _, group := range ratioGroups(set.ratios) {
		first := group[0]
		plots = append(plots, Plot{
			Name: fileName(set.name, metricName(first.Metric), first.Handler), kind: Ratios, figures: ratioWords(group),
			figure: figure.Figure{
				Title: set.plot + " · " + ofHandler(first.Handler), Facts: ratioFacts(r, group),
				Caption: fmt.Sprintf("%% more %s than %s", first.Metric, set.than), Date: lastSession(r),
				Drawing: ratioBars(group),
				Notes:   []string{"the mean is geometric, each machine once; its range is that of the machines"},
			},
		})
	}
	return plots
}

// ratioGroups are those of one metric and handler each, as other plots have
// them: of one worker, and without bpf stats.
func ratioGroups(ratios []merge.Ratio) (groups [][]merge.Ratio) {
	for _, r := range ratios {
		if r.Workers > 1 || r.Stats {
			continue
		}
		i := slices.IndexFunc(groups, func(g []merge.Ratio) bool { return g[0].Metric == r.Metric && g[0].Handler == r.Handler })
		if i < 0 {
			i = len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// ratioBars have a panel for each workload, and rows for each attach type: the
// machines that have it, and their mean.
func ratioBars(group []merge.Ratio) figure.Bars {
	bars := figure.Bars{Ranges: "least and most of the machines"}
	var rows []figure.Row
	for _, r := range group {
		for _, m := range machinesOf(group, r.Subject()) {
			rows = append(rows, figure.Row{Group: r.Subject(), Name: fmt.Sprint("machine ", m)})
		}
		rows = append(rows, figure.Row{Group: r.Subject(), Name: mean})
	}
	for _, row := range rows {
		if !slices.Contains(bars.Rows, row) {
			bars.Rows = append(bars.Rows, row)
		}
	}
	for _, workload := range workloadsOf(group) {
		panel := figure.BarPanel{Name: workload}
		for _, row := range bars.Rows {
			panel.Bars = append(panel.Bars, ratioBar(group, workload, row))
		}
		bars.Panels = append(bars.Panels, panel)
	}
	return bars
}

// mean is the name of the row that all machines have together.
const mean = "mean"

// machinesOf are the numbers of those that have a subject at any workload.
func machinesOf(group []merge.Ratio, subject string) (numbers []int) {
	for _, r := range group {
		for _, m := range r.Each {
			if r.Subject() == subject && !slices.Contains(numbers, m.Machine) {
				numbers = append(numbers, m.Machine)
			}
		}
	}
	slices.Sort(numbers)
	return numbers
}

// workloadsOf are those of ratios, in their order.
func workloadsOf(group []merge.Ratio) (names []string) {
	for _, r := range group {
		if !slices.Contains(names, r.Workload) {
			names = append(names, r.Workload)
		}
	}
	return names
}

// ratioBar is that of a machine or of the mean, from 0 for what makes no
// difference.
func ratioBar(group []merge.Ratio, workload string, row figure.Row) figure.Bar {
	more := func(ratio float64) float64 { return 100 * (ratio - 1) }
	for _, r := range group {
		if r.Workload != workload || r.Subject() != row.Group {
			continue
		}
		if row.Name == mean {
			return figure.Bar{Parts: []float64{more(r.Mean)}, Range: figure.Range{Lo: more(r.Least), Hi: more(r.Most)}, Label: times(r.Mean)}
		}
		for _, m := range r.Each {
			if row.Name == fmt.Sprint("machine ", m.Machine) {
				return figure.Bar{Parts: []float64{more(m.Ratio)}, Label: times(m.Ratio)}
			}
		}
	}
	return figure.Bar{Label: gap(nil)}
}

func ratioWords(group []merge.Ratio) (words string) {
	for _, workload := range workloadsOf(group) {
		var figures []string
		for _, r := range group {
			if r.Workload == workload {
				figures = append(figures, fmt.Sprintf("%s %s, %s to %s", r.Subject(), times(r.Mean), times(r.Least), times(r.Most)))
			}
		}
		words += workload + ": " + strings.Join(figures, "; ") + ". "
	}
	return words
}

// ratioFacts say which the machines are, by their numbers in the tables.
func ratioFacts(r *merge.Report, group []merge.Ratio) (facts []string) {
	for i, m := range r.Machines {
		if slices.ContainsFunc(group, func(ratio merge.Ratio) bool { return slices.Contains(machinesOf(group, ratio.Subject()), i+1) }) {
			facts = append(facts, fmt.Sprintf("machine %d: %s, %s", i+1, cmp.Or(m.Machine.CPU, "unknown CPU"),
				kernel(results.Environment{Kernel: m.Kernel, Arch: m.Machine.Arch})))
		}
	}
	return facts
}

// lastSession is when the last one started.
func lastSession(r *merge.Report) (last time.Time) {
	for _, m := range r.Machines {
		if m.Last.After(last) {
			last = m.Last
		}
	}
	return last.UTC()
}
