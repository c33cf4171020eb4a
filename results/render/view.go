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
	Notes    []note // what to read the figures with
	Missing  []note // rows without figures, and why
	Warnings []note
}

// note is a line under a table: "kprobe: n/a: …".
type note struct{ label, text string }

func warning(text string) note { return note{"warning", text} }

// views describes all tables. What a recording as a whole warns of stands under
// its last table.
func views(tables []analysis.Table) []view {
	var vs []view
	for i, t := range tables {
		v := newView(t)
		if i+1 == len(tables) || tables[i+1].Header != t.Header {
			for _, w := range t.Header.Warnings {
				v.Warnings = append(v.Warnings, warning(w))
			}
		}
		vs = append(vs, v)
	}
	return vs
}

func newView(t analysis.Table) view {
	v := view{
		Title:   fmt.Sprintf("%s · handler %s · %s", t.Workload, t.Handler, t.Header.Metric),
		Machine: machine(t),
	}
	cols := newColumns(t)
	v.Head = cols.head()
	for _, r := range t.Rows {
		if r.Attach != analysis.Base2 {
			v.Rows = append(v.Rows, cols.cells(r))
		}
		if r.Estimate == nil {
			v.Missing = append(v.Missing, note{r.Attach, reason(r)})
		}
	}
	v.Notes = notes(t)
	for _, w := range t.Warnings {
		v.Warnings = append(v.Warnings, warning(w))
	}
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
func notes(t analysis.Table) []note {
	if t.Header.Metric == results.Instructions {
		return exactNotes(t)
	}
	var ns []note
	if aa := t.Row(analysis.Base2); aa != nil && aa.Estimate != nil {
		half := aa.Estimate.Interval.HalfWidth()
		ns = append(ns, note{"noise floor", fmt.Sprintf("base2 − base = %s ± %s ns (two identical arms)",
			fixed(aa.Estimate.Overhead, decimals(half)), fixed(half, decimals(half)))})
	}
	if mde, ok := t.MDE(); ok {
		ns = append(ns, note{"minimal detectable effect", fixed(mde, decimals(mde)) + " ns; ± is half of the 95 % interval"})
	}
	lo, hi := blocks(t)
	return append(ns,
		note{"clean chunks", cleanRange(t) + " %"},
		note{"blocks that count", fmt.Sprintf("%s of %d", span(fmt.Sprint(lo), fmt.Sprint(hi)),
			t.Header.Plan.Blocks-t.Header.Plan.Discard)})
}

// exactNotes claims no more than was checked: rows that are not the same each
// time have no figure.
func exactNotes(t analysis.Table) []note {
	if n, _ := blocks(t); n > 1 {
		return []note{{"exact", fmt.Sprintf("%d blocks gave each figure, the same to the last instruction", n)}}
	}
	return []note{{"exact", "counted by the guest's instruction clock, in one block"}}
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
