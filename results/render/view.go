package render

import (
	"fmt"
	"math"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// view is a table in words, before it is drawn in one way or another.
type view struct {
	Title    string
	Machine  []string // facts, to be joined by dots
	Head     []string
	Rows     [][]string
	Notes    []string // what to read the figures with
	Missing  []string // rows without figures, and why
	Warnings []string
}

// views describes all tables. What a recording as a whole warns of stands under
// its last table.
func views(tables []analysis.Table) []view {
	var vs []view
	for i, t := range tables {
		v := newView(t)
		if i+1 == len(tables) || tables[i+1].Header != t.Header {
			v.Warnings = append(v.Warnings, t.Header.Warnings...)
		}
		vs = append(vs, v)
	}
	return vs
}

func newView(t analysis.Table) view {
	v := view{
		Title:    fmt.Sprintf("%s · handler %s · %s", t.Workload, t.Handler, t.Header.Metric),
		Machine:  machine(t),
		Warnings: t.Warnings,
	}
	cols := newColumns(t)
	v.Head = cols.head()
	for _, r := range t.Rows {
		if r.Attach != analysis.Base2 {
			v.Rows = append(v.Rows, cols.cells(r))
		}
		if r.Estimate == nil {
			v.Missing = append(v.Missing, r.Attach+": "+reason(r))
		}
	}
	v.Notes = notes(t, cols)
	return v
}

// reason is a row's, marked as a lack of the machine where it is one.
func reason(r analysis.Row) string {
	if r.NotMeasured {
		return "n/a: " + r.Reason
	}
	return r.Reason
}

// verdict stands in place of figures: "n/a", or the first words of the reason.
func verdict(r analysis.Row) string {
	short, _, _ := strings.Cut(reason(r), ":")
	return short
}

// machine says on what, and when, a table was measured.
func machine(t analysis.Table) []string {
	e := t.Header.Environment
	var facts []string
	add := func(s string) {
		if s != "" {
			facts = append(facts, s)
		}
	}
	add(kernel(e))
	cpu := e.CPU
	if cpu != "" && e.Hypervisor {
		cpu += " (virtual)"
	}
	add(cpu)
	add(workers(t))
	add(date(t))
	return facts
}

func kernel(e results.Environment) string {
	return strings.TrimSpace("Linux " + e.Kernel + " " + e.Arch)
}

func workers(t analysis.Table) string {
	if t.Workers > 1 {
		return fmt.Sprintf("%d workers from CPU %d", t.Workers, t.Header.Plan.CPU)
	}
	return fmt.Sprintf("1 worker on CPU %d", t.Header.Plan.CPU)
}

func date(t analysis.Table) string {
	return t.Header.Started.UTC().Format("2006-01-02 15:04 UTC")
}

// notes says how far the figures of a table can be trusted.
func notes(t analysis.Table, c columns) []string {
	if t.Header.Metric == results.Instructions {
		return exactNotes(t)
	}
	var ns []string
	if aa := t.Row(analysis.Base2); aa != nil && aa.Estimate != nil {
		i := aa.Estimate.Interval
		d := decimals(i.HalfWidth())
		ns = append(ns, fmt.Sprintf("noise floor: base2 − base = %s ± %s ns (two identical arms)",
			fixed(aa.Estimate.Overhead, d), fixed(i.HalfWidth(), d)))
	}
	if mde, ok := t.MDE(); ok {
		ns = append(ns, fmt.Sprintf("minimal detectable effect: %s ns; ± is half of the 95 %% interval", fixed(mde, decimals(mde))))
	}
	lo, hi := blocks(t)
	ns = append(ns, fmt.Sprintf("clean chunks: %s %%; blocks that count: %s of %d",
		cleanRange(t), span(fmt.Sprint(lo), fmt.Sprint(hi)), t.Header.Plan.Blocks-t.Header.Plan.Discard))
	return ns
}

func exactNotes(t analysis.Table) []string {
	n, _ := blocks(t)
	if n < 2 {
		return []string{fmt.Sprintf("exact by the guest's instruction clock; blocks: %d", n)}
	}
	return []string{fmt.Sprintf("exact: each of %d blocks gave the same figure, to the last instruction", n)}
}

// blocks is the least and the greatest number of blocks that count, over the
// rows that were measured.
func blocks(t analysis.Table) (lo, hi int) {
	lo = math.MaxInt
	for _, r := range t.Rows {
		if !r.NotMeasured {
			lo, hi = min(lo, r.Blocks), max(hi, r.Blocks)
		}
	}
	return min(lo, hi), hi
}

// cleanRange is the range of the clean shares of all rows, in percent.
func cleanRange(t analysis.Table) string {
	lo, hi := 1.0, 0.0
	for _, r := range t.Rows {
		if r.CleanShare != nil {
			lo, hi = min(lo, *r.CleanShare), max(hi, *r.CleanShare)
		}
	}
	return span(percent(min(lo, hi)), percent(hi))
}

// span is a range, or one figure if both ends are the same.
func span(lo, hi string) string {
	if lo == hi {
		return lo
	}
	return lo + " to " + hi
}
