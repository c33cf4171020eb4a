package compare

import (
	"fmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/verdict"
)

// Accepted is growth that a change owns up to, in the diff that is reviewed: it
// rewrites a committed baseline, and the new figure there is the one that was
// counted.
type Accepted struct{ Was, Is *Baseline }

// figures are the old and the new of an arm on a machine, false unless both have
// it and differ. A kernel that the baseline did not have before accepts nothing:
// its lines in the diff show no old figure beside the new.
func (a Accepted) figures(machine results.Environment, arm results.Arm) (was, is float64, ok bool) {
	e := machine.Compared(results.Instructions)
	before, after := a.Was.find(e), a.Is.find(e)
	if before == nil || after == nil {
		return 0, 0, false
	}
	was, had := before.Overheads[arm.String()]
	is, has := after.Overheads[arm.String()]
	return was, is, had && has && was != is
}

// accept marks counts that have grown to exactly what was accepted.
func (r *Report) accept(a Accepted) {
	for i := range r.Pairs {
		p := &r.Pairs[i]
		for j := range p.Rows {
			if row := &p.Rows[j]; p.Metric == results.Instructions && row.Verdict == verdict.Worse {
				row.accept(a, p.New.Machine)
			}
		}
	}
	r.Verdict = r.overall()
}

// accept says of a count that has grown otherwise what the baseline has.
func (r *Row) accept(a Accepted, machine results.Environment) {
	was, is, ok := a.figures(machine, r.Arm)
	switch {
	case !ok:
	case r.New.Overhead == is:
		r.Accepted = true
	default:
		r.Reason = fmt.Sprintf("the baseline was changed from %g to %g, which is not what was counted: take the counts over with --update", was, is)
	}
}
