package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// handlerTables are the tables of a recording and a handler, one for each
// workload, driven by one worker.
func handlerTables(tables []analysis.Table) (groups [][]analysis.Table) {
	return grouped(tables, func(t analysis.Table) any {
		return [2]any{t.Header, t.Handler}
	})
}

// grouped puts tables of one worker together that have a key in common.
func grouped(tables []analysis.Table, key func(analysis.Table) any) (groups [][]analysis.Table) {
	at := map[any]int{}
	for _, t := range tables {
		if t.Workers > 1 || t.Header.Metric == results.CPUTime {
			continue
		}
		k := key(t)
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}

// attached says whether a row is of something that was attached.
func attached(r analysis.Row) bool { return !r.IsControl() && !r.Stats }

// subjects are those of the rows of all tables that are wanted, in the order
// in which they come.
func subjects(tables []analysis.Table, wanted func(analysis.Row) bool) (names []string) {
	for _, t := range tables {
		for _, r := range t.Rows {
			if wanted(r) && !slices.Contains(names, r.Subject()) {
				names = append(names, r.Subject())
			}
		}
	}
	return names
}

// adds is what a title says of a metric.
func adds(m results.Metric) string {
	if m == results.Instructions {
		return "Instructions"
	}
	return "Time"
}

// ofHandler is what a title says of a handler.
func ofHandler(handler string) string {
	if handler == results.Own {
		return "own programs"
	}
	return "handler " + handler
}

// plotFacts are where, when and how often the tables of a recording were
// measured.
func plotFacts(tables []analysis.Table) []string { return append(machine(tables[0]), howOften(tables)) }

// howOften is the range of the blocks that count, over all workloads, and how
// many chunks there are in each visit.
func howOften(tables []analysis.Table) string {
	lo, hi := blocks(tables[0])
	for _, t := range tables[1:] {
		l, h := blocks(t)
		lo, hi = min(lo, l), max(hi, h)
	}
	return fmt.Sprintf("%s blocks, %d chunks a visit", span(fmt.Sprint(lo), fmt.Sprint(hi)), tables[0].Header.Plan.Chunks)
}

// baseNote is the cost of base, to stand beside the name of a workload.
func baseNote(t analysis.Table) string {
	base := t.Row(analysis.Base)
	if base == nil || base.Estimate == nil {
		return ""
	}
	return "base " + newColumns(t).figure(base.Estimate.Value)
}

// overheadRange is the interval of a row's overhead.
func overheadRange(r analysis.Row) figure.Range {
	if r.Estimate == nil || r.Estimate.Interval == nil {
		return figure.Range{}
	}
	return figure.Range{Lo: r.Estimate.Interval.Lo, Hi: r.Estimate.Interval.Hi}
}

// gap is what stands where there is no figure.
func gap(r *analysis.Row) string {
	if r == nil {
		return "n/a"
	}
	return noFigure(*r)
}

// overheadWords are the overheads of a table in words: "kprobe 101.2 ± 1.1 ns".
func overheadWords(t analysis.Table, names []string) string {
	cols := newColumns(t)
	cols.plus, cols.minus = 0, 0
	var words []string
	for _, name := range names {
		r := t.Row(name)
		if r == nil || r.Estimate == nil {
			words = append(words, name+" "+gap(r))
			continue
		}
		words = append(words, name+" "+cols.overhead(*r.Estimate))
	}
	return strings.Join(words, ", ")
}
