package analysis

import (
	"errors"
	"slices"

	"github.com/probecost/probecost/results"
)

// Analyze estimates all arms of a recording. Tables come in the order of the
// plan. With an error that wraps [ErrNotDeterministic] the tables are
// complete, and the rows that it concerns say so. Whether they can be relied on
// is for [Check] to say.
func Analyze(rec *results.Recording) ([]Table, error) {
	m, err := measure(rec)
	if err != nil {
		return nil, err
	}
	var tables []Table
	var errs []error
	for _, arms := range groupArms(rec) {
		t, err := analyzeGroup(rec, arms, m)
		tables = append(tables, t)
		errs = append(errs, err)
	}
	run := newRun(rec, m, tables)
	for i := range tables {
		tables[i].Run = run
	}
	return tables, errors.Join(errs...)
}

// AnalyzeAll estimates all arms of several recordings, see [Analyze].
func AnalyzeAll(recs []*results.Recording) ([]Table, error) {
	var tables []Table
	var errs []error
	for _, rec := range recs {
		ts, err := Analyze(rec)
		if err != nil && !errors.Is(err, ErrNotDeterministic) {
			return nil, err
		}
		tables = append(tables, ts...)
		errs = append(errs, err)
	}
	return tables, errors.Join(errs...)
}

// groupArms lists the arms of each table: base first, then base2, then as they
// come in the plan, in the visits, and in the list of those that are missing.
func groupArms(rec *results.Recording) [][]results.Arm {
	var all []results.Arm
	all = append(all, rec.Header.Plan.Arms...)
	for _, v := range rec.Visits {
		all = append(all, v.Arm)
	}
	for _, m := range rec.Header.Missing {
		all = append(all, m.Arm)
	}
	var groups [][]results.Arm
	at := map[group]int{}
	seen := map[results.Arm]bool{}
	for _, a := range all {
		if seen[a] {
			continue
		}
		seen[a] = true
		i, ok := at[groupOf(a)]
		if !ok {
			i = len(groups)
			at[groupOf(a)] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], a)
	}
	for _, arms := range groups {
		slices.SortStableFunc(arms, func(a, b results.Arm) int { return rank(a) - rank(b) })
	}
	return groups
}

func rank(a results.Arm) int {
	if i := slices.Index([]string{Base, Base2}, a.Attach); i >= 0 {
		return i
	}
	return 2
}

func analyzeGroup(rec *results.Recording, arms []results.Arm, m *measured) (Table, error) {
	g := groupOf(arms[0])
	t := Table{Header: &rec.Header, Workload: g.workload, Handler: g.handler, Workers: g.workers}
	c := newComparison(rec, g, m)
	var errs []error
	for _, arm := range arms {
		row := Row{Arm: arm}
		if reason, missing := m.missing[arm]; missing && len(m.read[arm]) == 0 {
			row.Reason, row.NotMeasured = reason, true
		} else if err := c.fill(&row, m.read[arm]); err != nil {
			errs = append(errs, err)
		}
		row.Driven = driven(rec, arm)
		t.Rows = append(t.Rows, row)
		t.Warnings = append(t.Warnings, rareSlow(row)...)
	}
	t.Controls = controls(rec, t, m)
	t.Stats = statsCosts(rec, t, m)
	t.Warnings = append(t.Warnings, oftener(rec, t)...)
	if rec.Header.Metric == results.Instructions {
		t.Warnings = append(t.Warnings, otherWays(t, m)...)
	}
	t.Changes = changes(rec, t, m)
	t.Counters = counterRows(rec, t)
	return t, errors.Join(errs...)
}
