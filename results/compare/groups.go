package compare

import (
	"slices"
	"time"

	"github.com/probecost/probecost/results"
)

// group are the sessions of one side that can be compared with each other.
type group []session

func (g group) metric() results.Metric           { return g[0].rec.Header.Metric }
func (g group) environment() results.Environment { return g[0].rec.Header.Environment }

// differences are those between two groups that make them incomparable.
func (g group) differences(other group) []results.Difference {
	return g.environment().Differences(g.metric(), other.environment())
}

// comparable says whether two groups have the same metric and machine.
func (g group) comparable(other group) bool {
	return g.metric() == other.metric() && g.differences(other) == nil
}

// groups puts sessions together that can be compared, in the order in which
// the first of each comes.
func groups(ss []session) []group {
	var gs []group
	for _, s := range ss {
		i := slices.IndexFunc(gs, func(g group) bool { return g.comparable(group{s}) })
		if i < 0 {
			gs = append(gs, group{s})
			continue
		}
		gs[i] = append(gs[i], s)
	}
	return gs
}

// couple is an old and a new group.
type couple struct{ old, new group }

// couples puts together old and new groups: first those that can be compared,
// then what is likely meant to be, so that it can be said why it cannot: those
// of the same kernel release, and the only ones of a metric.
func couples(before, after []group) (found []couple, onlyOld, onlyNew []group) {
	for _, alike := range []func(a, b group) bool{
		group.comparable,
		func(a, b group) bool {
			return a.metric() == b.metric() && a.environment().Kernel == b.environment().Kernel
		},
		func(a, b group) bool {
			return a.metric() == b.metric() && count(before, a.metric()) == 1 && count(after, a.metric()) == 1
		},
	} {
		for i := 0; i < len(before); i++ {
			j := slices.IndexFunc(after, func(g group) bool { return alike(before[i], g) })
			if j < 0 {
				continue
			}
			found = append(found, couple{before[i], after[j]})
			before, after = slices.Delete(slices.Clone(before), i, i+1), slices.Delete(slices.Clone(after), j, j+1)
			i--
		}
	}
	return found, before, after
}

// count is the number of groups of a metric.
func count(gs []group, m results.Metric) (n int) {
	for _, g := range gs {
		if g.metric() == m {
			n++
		}
	}
	return n
}

func (g group) names() []string {
	var names []string
	for _, s := range g {
		names = append(names, s.rec.Name)
	}
	return names
}

// span is when the first and the last session started.
func (g group) span() (first, last time.Time) {
	first, last = g[0].rec.Header.Started, g[0].rec.Header.Started
	for _, s := range g[1:] {
		at := s.rec.Header.Started
		if at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	return first, last
}

func (g group) side() Side {
	e := g.environment()
	first, last := g.span()
	return Side{Names: g.names(), First: first, Last: last, Probecost: e.Probecost, Handlers: e.Handlers, Machine: e}
}

// arms are those that were measured in any session, in the order in which they
// come.
func (g group) arms() []results.Arm {
	var all []results.Arm
	seen := map[results.Arm]bool{}
	for _, s := range g {
		for _, arm := range s.arms {
			if !seen[arm] && !s.rows[arm].NotMeasured {
				seen[arm] = true
				all = append(all, arm)
			}
		}
	}
	return all
}
