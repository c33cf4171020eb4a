package render

import (
	"fmt"
	"math"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// notes says how far the figures of a table can be trusted.
func notes(t analysis.Table) []note {
	if t.Header.Metric == results.Instructions {
		return exactNotes(t)
	}
	var ns []note
	if floor, ok := floorWords(t); ok {
		ns = append(ns, note{"noise floor", "base2 − base = " + floor + " (two identical arms)"})
	}
	if mde, ok := t.MDE(); ok {
		ns = append(ns, note{"minimal detectable effect", leastTold(t, mde) + "; ± is half of the 95 % interval"})
	}
	return append(ns,
		note{"clean chunks", cleanRange(t) + " %"},
		note{"blocks that count", blocksThatCount(t)})
}

// floorWords are what the two base arms differ by: "0.02 ± 0.14 ns".
func floorWords(t analysis.Table) (string, bool) {
	aa := t.Row(analysis.Base2)
	if aa == nil || aa.Estimate == nil {
		return "", false
	}
	e := *aa.Estimate
	half := e.Interval.HalfWidth()
	switch t.Header.Metric {
	case results.Instructions:
		return exact(e.Overhead), true
	case results.CPUTime:
		return spanHalf(e.Overhead, half), true
	}
	return fmt.Sprintf("%s ± %s ns", fixed(e.Overhead, decimals(half)), fixed(half, decimals(half))), true
}

// leastTold is the minimal detectable effect of a table.
func leastTold(t analysis.Table, mde float64) string {
	if t.Header.Metric == results.CPUTime {
		return span3(mde)
	}
	return fixed(mde, decimals(mde)) + " ns"
}

// blocksThatCount is their range over the rows: "41 to 44 of 44".
func blocksThatCount(t analysis.Table) string {
	lo, hi := blocks(t)
	return fmt.Sprintf("%s of %d", span(fmt.Sprint(lo), fmt.Sprint(hi)), begun(t))
}

// begun is the number of blocks of the recording: more than were planned, if
// too few of these counted.
func begun(t analysis.Table) int {
	if t.Run != nil {
		return t.Run.Blocks
	}
	return t.Header.Plan.Blocks - t.Header.Plan.Discard
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

// controlNotes is what became of known overheads.
func controlNotes(t analysis.Table) []note {
	var ns []note
	for _, c := range t.Controls {
		n := decimals(c.Half)
		text := fmt.Sprintf("a spin of %s ns was measured as %s ± %s ns", fixed(c.Expected, n), fixed(c.Measured, n), fixed(c.Half, n))
		if t.Header.Metric == results.Instructions {
			text = fmt.Sprintf("a spin of %s instructions was counted as %s", exact(c.Expected), exact(c.Measured))
		}
		ns = append(ns, note{"positive control", text})
	}
	return ns
}

// statsNotes is what bpf stats cost, and what they say.
func statsNotes(t analysis.Table) []note {
	var costs, bodies []string
	for _, s := range t.Stats {
		n := decimals(s.Interval.HalfWidth())
		costs = append(costs, fmt.Sprintf("%s ± %s ns (%s)", fixed(s.Cost, n), fixed(s.Interval.HalfWidth(), n), s.Attach))
		if !math.IsNaN(s.Body) {
			bodies = append(bodies, fmt.Sprintf("%s ns (%s)", fixed(s.Body, 1), s.Attach))
		}
	}
	var ns []note
	if len(costs) > 0 {
		ns = append(ns, note{"bpf stats", "switched on, they add " + strings.Join(costs, ", ")})
	}
	if len(bodies) > 0 {
		ns = append(ns, note{"run time", strings.Join(bodies, ", ") + ": by bpf stats, of the body only and with their own clock, without the dispatch"})
	}
	return ns
}

// runNotes is what holds for a recording as a whole.
func runNotes(tables []analysis.Table) []note {
	run := tables[0].Run
	if run == nil {
		return nil
	}
	var ns []note
	if len(run.Dropped) > 0 {
		var causes []string
		for _, d := range run.Dropped {
			causes = append(causes, fmt.Sprintf("%d %s", d.Visits, d.Cause))
		}
		ns = append(ns, note{"visits that do not count", strings.Join(causes, ", ")})
	}
	for _, c := range run.CrossCheck {
		ns = append(ns, note{"cross-check", crossCheck(c, tables[0].Header.Metric)})
	}
	if tables[0].Header.Metric == results.Time && !hasCounters(tables) {
		ns = append(ns, note{"hardware counters", "not available"})
	}
	return ns
}

// crossCheck holds a workload against that whose events the kernel causes.
func crossCheck(c analysis.CrossCheck, m results.Metric) string {
	order := "attach types come in the same order"
	if len(c.Swapped) > 0 {
		order = "attach types come in another order: " + strings.Join(c.Swapped, ", ") + " change places"
	}
	differs := func(d analysis.Differs) string {
		by := fixed(d.By, 1)
		if m == results.Instructions {
			by = exact(d.By)
		}
		return fmt.Sprintf("%s (%s)", signed(by), d.Attach)
	}
	return fmt.Sprintf("%s against %s, handler %s: %s; overheads differ by %s %s",
		c.Workload, analysis.Reference, c.Handler, order, span(differs(c.Least), differs(c.Most)), m.Unit())
}

// signed puts a plus before a figure that has no sign.
func signed(s string) string {
	if strings.HasPrefix(s, "-") {
		return s
	}
	return "+" + s
}

// runWarnings are the doubts about a recording as a whole.
func runWarnings(run *analysis.Run) []note {
	if run == nil {
		return nil
	}
	var ns []note
	for _, w := range run.Warnings {
		ns = append(ns, warning(w))
	}
	return append(ns, findings(run)...)
}

// findings are what makes a recording invalid or inconclusive.
func findings(run *analysis.Run) []note {
	var ns []note
	for _, f := range run.Findings {
		label := "inconclusive"
		if f.Invalid {
			label = "invalid"
		}
		ns = append(ns, note{label, f.String()})
	}
	return ns
}
