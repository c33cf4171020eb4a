package render

import (
	"fmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// objectView shows what programs cost more than their older versions.
func objectView(t analysis.Table) view {
	first := t.Changes[0]
	v := view{
		Title: fmt.Sprintf("%s · %s against %s · %s over base", t.Workload, first.New.Object, first.Old.Object, t.Header.Metric),
		Head:  []string{"program", first.Old.Object, first.New.Object, "change", "verdict"},
	}
	cols := newColumns(t)
	least := 0.0
	for _, c := range t.Changes {
		subject := results.Arm{Program: c.New.Program, Attach: c.New.Attach}.Subject()
		if c.New.Object != first.New.Object {
			subject = c.New.Object + " " + subject
		}
		if c.Reason != "" {
			v.Rows = append(v.Rows, []string{subject, "–", "–", "–", "n/a"})
			v.gap(4, note{subject, c.Reason})
			if c.Reason != analysis.NotHere {
				v.Missing = append(v.Missing, note{subject, c.Reason})
			}
			continue
		}
		v.Rows = append(v.Rows, []string{subject, cols.overOld(c.OldOverhead), cols.overOld(c.NewOverhead), cols.change(c), c.Verdict.String()})
		least = max(least, c.Interval.MDE)
	}
	if t.Header.Metric == results.Time {
		v.Notes = append(v.Notes,
			note{"in the same blocks", "a change is sure at 2.97 standard errors, and matters beyond 1 ns and 1.5 % of the old overhead"},
			note{"least change that this run could tell", fixed(least, decimals(least)) + " ns"})
	}
	return v
}

// overOld is an overhead without its interval.
func (c columns) overOld(x float64) string {
	if c.metric == results.CPUTime {
		return span3(x)
	}
	return c.figure(x)
}

// change is "+25.1 ± 0.3 ns", or an exact difference.
func (c columns) change(ch analysis.Change) string {
	if c.metric == results.Instructions {
		if ch.Diff == 0 {
			return "0"
		}
		return signed(exact(ch.Diff))
	}
	if c.metric == results.CPUTime {
		return signed(spanHalf(ch.Diff, ch.Interval.HalfWidth()))
	}
	n := decimals(ch.Interval.HalfWidth())
	return fmt.Sprintf("%s ± %s ns", signed(fixed(ch.Diff, n)), fixed(ch.Interval.HalfWidth(), n))
}
