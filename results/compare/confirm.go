package compare

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/results/verdict"
)

// Confirm holds what has become worse against a comparison of fresh sessions of
// the same builds: worse is what is worse in both. What else those say changes
// nothing.
func (r *Report) Confirm(again *Report) {
	for i := range r.Pairs {
		p := &r.Pairs[i]
		for j := range p.Rows {
			if row := &p.Rows[j]; row.Verdict == verdict.Worse {
				row.confirm(again.row(p, *row))
			}
		}
	}
	r.Warnings = append(r.Warnings, again.Warnings...)
	r.Verdict = r.overall()
}

// row finds an arm of a pair in another report, nil if it is not there.
func (r *Report) row(pair *Pair, row Row) *Row {
	for _, p := range r.Pairs {
		if p.Metric != pair.Metric || p.Kernel != pair.Kernel {
			continue
		}
		if i := slices.IndexFunc(p.Rows, func(other Row) bool { return other.Arm == row.Arm }); i >= 0 {
			return &p.Rows[i]
		}
	}
	return nil
}

func (r *Row) confirm(again *Row) {
	if again == nil || again.Change == nil {
		r.Verdict, r.Reason = verdict.Inconclusive, "worse at first, and fresh sessions have no figure of it"
		return
	}
	r.Again = again.Change
	r.Verdict = verdict.Confirmed(verdict.Worse, again.Verdict)
	switch {
	case again.Verdict == verdict.Better:
		r.Reason = "worse at first, and better in fresh sessions: what else runs on this machine?"
	case r.Verdict == verdict.Inconclusive:
		r.Reason = fmt.Sprintf("worse at first, and fresh sessions leave it open: %s", again.Reason)
	}
}
