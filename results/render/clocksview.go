package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// clocks are a time and counts of instructions of the same workload and handler.
type clocks struct {
	time   analysis.Table
	counts []analysis.Table // by kernel
}

// bothClocks are those of all workloads and handlers that have both.
func bothClocks(tables []analysis.Table) []clocks {
	counts := latest(tables, results.Instructions)
	var all []clocks
	for _, t := range latest(tables, results.Time) {
		s := clocks{time: t}
		for _, c := range counts {
			if c.Workload == t.Workload && c.Handler == t.Handler {
				s.counts = append(s.counts, c)
			}
		}
		if len(s.counts) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// view has them side by side, per attach type.
func (s clocks) view() view {
	names := kernelNames(s.counts)
	cols := []sideColumn{{"ns, Linux " + results.ShortRelease(s.time.Header.Environment.Kernel), s.time}}
	for i, c := range s.counts {
		cols = append(cols, sideColumn{"instructions, Linux " + names[i], c})
	}
	return sideBySide(fmt.Sprintf("%s · handler %s · per event over base", s.time.Workload, s.time.Handler), cols)
}

// orders says in which pairs of attach types the one that is cheaper in time is
// dearer by instructions.
func (s clocks) orders() []string {
	var lines []string
	for _, c := range s.counts {
		var pairs []string
		for _, p := range swapped(s.time, c) {
			pairs = append(pairs, fmt.Sprintf("%s is cheaper in time than %s, and dearer by instructions", p[0], p[1]))
		}
		if len(pairs) > 0 {
			lines = append(lines, fmt.Sprintf("%s, handler %s, Linux %s: %s", c.Workload, c.Handler, c.Header.Environment.Kernel, strings.Join(pairs, "; ")))
		}
	}
	return lines
}

// swapped are the pairs of subjects whose first is surely cheaper than the
// second in a, and dearer in b.
func swapped(a, b analysis.Table) (pairs [][2]string) {
	rows := compared(a)
	slices.SortStableFunc(rows, cheaper)
	for i, x := range rows {
		for _, y := range rows[i+1:] {
			bx, by := b.Row(x.Subject()), b.Row(y.Subject())
			if x.Stats || y.Stats || bx == nil || by == nil || bx.Estimate == nil || by.Estimate == nil {
				continue
			}
			if analysis.Order(x, y) < 0 && analysis.Order(*bx, *by) > 0 {
				pairs = append(pairs, [2]string{x.Subject(), y.Subject()})
			}
		}
	}
	return pairs
}

// cheaper orders rows by their overheads.
func cheaper(x, y analysis.Row) int { return cmp.Compare(x.Estimate.Overhead, y.Estimate.Overhead) }
