package compare

import (
	"fmt"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

// judge corrects the p-values for their number, and gives every row its
// verdict, and the report that on all.
func (r *Report) judge() {
	var changes []*Change
	var ps []float64
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Change != nil && row.Change.P != nil {
				changes, ps = append(changes, row.Change), append(ps, *row.Change.P)
			}
		}
	}
	for i, corrected := range analysis.Holm(ps) {
		changes[i].Corrected = &corrected
	}
	for i := range r.Pairs {
		p := &r.Pairs[i]
		for j := range p.Rows {
			p.judge(&p.Rows[j], len(ps))
		}
	}
	r.Verdict = r.overall()
}

// overall is the verdict on all arms. What was accepted is as it was meant to
// be; a recording without a counterpart may hide anything.
func (r *Report) overall() verdict.Verdict {
	var all []verdict.Verdict
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Accepted {
				row.Verdict = verdict.Same
			}
			all = append(all, row.Verdict)
		}
	}
	if len(r.OnlyOld) > 0 {
		all = append(all, verdict.Inconclusive)
	}
	return verdict.Overall(all...)
}

// judge judges one of so many arms.
func (p *Pair) judge(row *Row, arms int) {
	switch {
	case row.Reason != "":
		row.Verdict = verdict.Inconclusive
	case len(p.Differs) > 0:
		row.Verdict, row.Reason = verdict.Inconclusive, "old and new are not comparable: "+differing(p.Differs)
	case p.Metric == results.Time:
		row.judgeTime(arms)
	}
}

// judgeTime asks three things of a change: to be surely one by its interval, to
// be one of the arms that chance does not account for, and to matter.
func (r *Row) judgeTime(arms int) {
	c := r.Change
	several := r.sessions() >= enoughSessions
	if several {
		r.Needed = r.needed(arms)
	}
	r.Verdict = verdict.Judge(c.Value, c.SE(), c.Threshold)
	switch {
	case r.Verdict == verdict.Inconclusive:
		r.Reason = "the interval is too wide for what matters"
	case r.Verdict != verdict.Same && *c.Corrected > alpha:
		r.Verdict, r.Reason = verdict.Inconclusive, "it may be chance among so many arms"
	default:
		return
	}
	if several {
		r.Reason += ": record more sessions of each, old and new in turns"
	} else {
		r.Reason += fmt.Sprintf(": record %d sessions or more of each, old and new in turns", enoughSessions)
	}
}

// differing names the members that differ.
func differing(ds []results.Difference) string {
	names := make([]string, len(ds))
	for i, d := range ds {
		names[i] = d.Member
	}
	return strings.Join(names, ", ") + map[bool]string{true: " differs", false: " differ"}[len(ds) == 1]
}
