// Package gate holds two builds against each other by sessions of both in turns:
// it says which session comes next, how many it takes, and whether fresh ones
// confirm what has become worse. It records nothing itself.
//
//	Builds ─► a turn ─► the pilot ─► as many as it takes ─► verdict ─► fresh sessions ─► Report
//
// A pilot that tells how many sessions it takes is part of them: the number is
// by how sessions of a build differ, and not by how the builds do. It is then
// fixed, and not changed by any verdict.
package gate

import (
	"fmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// Build is one of the two.
type Build int

// The builds.
const (
	Old Build = iota
	New
)

func (b Build) String() string { return [...]string{"old", "new"}[b] }

// Session is one to be recorded.
type Session struct {
	Confirms bool // it is one of the fresh ones
	Build    Build
	Turn     int // from 1
	Turns    int // as far as it is known by now
	Left     int // sessions until then, this one included
}

// Options are what can be chosen about a gate.
type Options struct {
	Threshold verdict.Threshold
	Sessions  int // of each build; 0 is as many as the pilot says
	Most      int // sessions of each build, whatever the pilot says
}

// Measure records a session. A recording that turns out to be invalid is none
// that can be relied on, and no error.
type Measure func(Session) (*results.Recording, error)

// Builds measures both builds until there is a verdict. tell is told what
// happens next. What has become worse did so in two separate sets of sessions.
func Builds(o Options, measure Measure, tell func(string)) (*compare.Report, error) {
	first := round{Options: o, measure: measure}
	n, err := first.size(tell)
	if err != nil {
		return nil, err
	}
	report, err := first.record(n, max(n, o.Most))
	if err != nil || report.Verdict != verdict.Worse {
		return report, err
	}
	tell(fmt.Sprintf("something is worse: %d fresh sessions of each build, to confirm it", n))
	fresh := round{Options: o, measure: measure, confirms: true}
	again, err := fresh.record(n, max(n, o.Most))
	if err != nil {
		return nil, fmt.Errorf("confirm %w: %w", report.Err(), err)
	}
	report.Confirm(again)
	return report, nil
}
