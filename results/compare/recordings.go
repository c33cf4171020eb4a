package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// z95 turns half of a 95 % interval into a standard error.
const z95 = analysis.Z95

// alpha is the chance of calling any arm of a report changed where none is.
const alpha = 0.05

// Recordings compares new recordings with old ones. It returns an error that
// wraps [analysis.ErrInvalid] if a side has none that can be relied on.
func Recordings(before, after []*results.Recording, o Options) (*Report, error) {
	olds, oldWarnings, err := valid("old", before)
	if err != nil {
		return nil, err
	}
	news, newWarnings, err := valid("new", after)
	if err != nil {
		return nil, err
	}
	found, onlyOld, onlyNew := couples(groups(olds), groups(news))
	r := &Report{Pairs: []Pair{}, Warnings: append(oldWarnings, newWarnings...)}
	for _, c := range found {
		r.Pairs = append(r.Pairs, pair(c, o))
	}
	for _, g := range onlyOld {
		r.OnlyOld = append(r.OnlyOld, g.names()...)
	}
	for _, g := range onlyNew {
		r.OnlyNew = append(r.OnlyNew, g.names()...)
	}
	r.judge()
	if o.Accepted != nil {
		r.accept(*o.Accepted)
	}
	return r, nil
}

// valid analyses the recordings of a side.
func valid(side string, recs []*results.Recording) ([]session, []string, error) {
	ss, warnings, err := sessions(recs)
	if err == nil && len(ss) == 0 {
		err = fmt.Errorf("%w: no %s recording can be relied on\n%s", analysis.ErrInvalid, side, strings.Join(warnings, "\n"))
	}
	return ss, warnings, err
}

// pair compares all arms of two groups. Verdicts on time come later, when the
// p-values of all arms are known.
func pair(c couple, o Options) Pair {
	p := Pair{Metric: c.old.metric(), Kernel: c.old.environment().Kernel, Old: c.old.side(), New: c.new.side(),
		Differs: c.old.differences(c.new), Rows: []Row{}, Warnings: apart(c)}
	for _, arm := range c.old.arms() {
		p.Rows = append(p.Rows, row(c, arm, o))
	}
	had := c.old.arms()
	for _, arm := range c.new.arms() {
		if !slices.Contains(had, arm) && len(estimates(c.new, arm)) > 0 {
			p.Added = append(p.Added, arm)
		}
	}
	return p
}

func row(c couple, arm results.Arm, o Options) Row {
	before, after := estimates(c.old, arm), estimates(c.new, arm)
	r := Row{Arm: arm, Old: figure(before), New: figure(after)}
	switch {
	case r.Old == nil:
		r.Reason = "old has no figure: " + reason(c.old, arm)
	case r.New == nil:
		r.Reason = "new has no figure: " + reason(c.new, arm)
	case c.old.metric() == results.Instructions:
		exact(&r, before, after, o)
	default:
		r.Change = change(before, after)
		r.Change.Threshold = o.Threshold.Of(r.Old.Overhead)
		r.Visits = visits(c, arm)
	}
	return r
}

// apart warns of sessions that a change of the machine would divide as well.
func apart(c couple) []string {
	if c.old.metric() != results.Time || len(c.old) < enoughSessions || len(c.new) < enoughSessions {
		return nil
	}
	oldFirst, oldLast := c.old.span()
	newFirst, newLast := c.new.span()
	if oldLast.Before(newFirst) || newLast.Before(oldFirst) {
		return []string{"the sessions of old and new do not alternate: what else changed on the machine between them is in the change too"}
	}
	return nil
}
