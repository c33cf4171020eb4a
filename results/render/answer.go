package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

// headline is the table that a report begins with: a time, if there is one that
// has a figure; else a count, on the newest kernel.
func headline(tables []analysis.Table) analysis.Table {
	best, least := tables[0], 4
	for _, t := range tables {
		if t.Workers > 1 {
			continue
		}
		rank := slices.Index([]results.Metric{results.Time, results.CPUTime, results.Instructions}, t.Header.Metric)
		if len(compared(t)) == 0 {
			rank = 3
		}
		newer := t.Header.Metric == results.Instructions && results.CompareReleases(t.Header.Environment.Kernel, best.Header.Environment.Kernel) > 0
		if rank < least || rank == least && newer {
			best, least = t, rank
		}
	}
	return best
}

// title is that of a report.
func title(tables []analysis.Table) string {
	what := "What a BPF program costs per event"
	t := headline(tables)
	switch {
	case t.Header.Plan.Command != nil:
		what = "What BPF programs cost a run of " + strings.Join(t.Header.Plan.Command, " ")
	case t.Handler == results.Own:
		what = "What BPF programs cost per event"
	}
	for _, other := range tables {
		if other.Header.Environment.Kernel != t.Header.Environment.Kernel {
			return what
		}
	}
	return what + " on Linux " + t.Header.Environment.Kernel
}

// answer is what the headline's table says, in a sentence.
func answer(t analysis.Table) string {
	rows := compared(t)
	rows = slices.DeleteFunc(rows, func(r analysis.Row) bool { return r.Stats })
	if len(rows) == 0 {
		return "There is no figure: under Validity is why."
	}
	slices.SortStableFunc(rows, cheaper)
	var parts []string
	for _, group := range told(rows) {
		var each []string
		for _, r := range group {
			each = append(each, r.Subject()+" "+overheadInWords(t, *r.Estimate))
		}
		part := enumerate(each)
		if len(group) > 1 && t.Header.Metric != results.Instructions {
			part += " (too close to tell apart)"
		}
		parts = append(parts, part)
	}
	return opening(t, len(rows)) + strings.Join(parts, "; ") + "." + unmeasured(t)
}

// told puts rows, cheapest first, into groups: within one, nobody can tell which
// is cheaper than the one before it.
func told(rows []analysis.Row) (groups [][]analysis.Row) {
	for i, r := range rows {
		if i > 0 && analysis.Order(rows[i-1], r) == 0 {
			groups[len(groups)-1] = append(groups[len(groups)-1], r)
			continue
		}
		groups = append(groups, []analysis.Row{r})
	}
	return groups
}

// opening says what is counted, and of what.
func opening(t analysis.Table, n int) string {
	order := ", from the cheapest to the dearest way to attach it"
	if n == 1 {
		order = ""
	}
	unit := ""
	if t.Header.Metric == results.Instructions {
		unit = " in instructions"
	}
	switch {
	case t.Header.Plan.Command != nil:
		return "What each program adds to the CPU time of a run of the command: "
	case t.Handler == results.Own:
		return fmt.Sprintf("What each program adds to an event of %s%s: ", t.Workload, unit)
	}
	return fmt.Sprintf("What a program that %s adds to an event of %s%s%s: ", does(t.Handler), t.Workload, unit, order)
}

// does says what a handler does.
func does(handler string) string {
	switch handler {
	case "empty":
		return "does nothing"
	case "count":
		return "adds to a counter"
	case "fields":
		return "reads the event’s fields"
	}
	return "is the handler " + handler
}

// overheadInWords is the cell of the table, as it is.
func overheadInWords(t analysis.Table, e analysis.Estimate) string {
	if t.Header.Metric == results.CPUTime {
		return driveOverhead(e)
	}
	return newColumns(t).bare(e)
}

// unmeasured names the subjects without a figure.
func unmeasured(t analysis.Table) string {
	var names []string
	for _, r := range t.Rows {
		if attached(r) && r.Estimate == nil {
			names = append(names, r.Subject())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " There is no figure for " + enumerate(names) + "."
}

// enumerate joins words as a sentence does.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// changeAnswer says what became of programs of the user's own; "" if there is
// nothing to compare.
func changeAnswer(tables []analysis.Table) string {
	var most *analysis.Change
	var of analysis.Table
	n := map[string]int{}
	for _, t := range tables {
		for i, c := range t.Changes {
			if c.NotMeasured {
				n["not measured"]++
				continue
			}
			n[c.Verdict.String()]++
			if c.Reason == "" && (most == nil || matters(c, *most)) {
				most, of = &t.Changes[i], t
			}
		}
	}
	if most == nil {
		return ""
	}
	var parts []string
	for _, what := range []string{"worse", "better", "same", "inconclusive", "not measured"} {
		if n[what] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[what], what))
		}
	}
	program := results.Arm{Program: most.New.Program, Attach: most.New.Attach}.Subject()
	return fmt.Sprintf("By program, %s against %s: %s. The largest change is that of %s, %s.", most.New.Object, most.Old.Object,
		enumerate(parts), program, newColumns(of).change(*most))
}

// matters says whether a change is more to tell of than another: what is worse
// comes first, and then what is larger.
func matters(c, than analysis.Change) bool {
	if worse := c.Verdict == verdict.Worse; worse != (than.Verdict == verdict.Worse) {
		return worse
	}
	return math.Abs(c.Diff) > math.Abs(than.Diff)
}
