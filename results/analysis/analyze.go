package analysis

import (
	"errors"
	"fmt"
	"slices"

	"github.com/probecost/probecost/results"
)

// Analyze estimates all arms of a recording. Tables come in the order of the
// plan. With an error that wraps [ErrNotDeterministic] the tables are
// complete, and the rows that it concerns say so.
func Analyze(rec *results.Recording) ([]Table, error) {
	read, err := readVisits(rec)
	if err != nil {
		return nil, err
	}
	reasons := map[results.Arm]string{}
	for _, m := range rec.Header.Missing {
		reasons[m.Arm] = m.Reason
	}
	var tables []Table
	var errs []error
	for _, arms := range groupArms(rec) {
		t, err := analyzeGroup(rec, arms, read, reasons)
		tables = append(tables, t)
		errs = append(errs, err)
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

// readVisits reads every visit that is not of a discarded block. The readings
// of an arm are in the order of the blocks.
func readVisits(rec *results.Recording) (map[results.Arm][]reading, error) {
	fastest := fastestCanary(rec.Visits)
	read := map[results.Arm][]reading{}
	for _, v := range rec.Visits {
		if v.Block < rec.Header.Plan.Discard {
			continue
		}
		r := readTime
		if rec.Header.Metric == results.Instructions {
			r = func(p results.Plan, v results.Visit, _ float64) reading { return readInstructions(p, v) }
		}
		read[v.Arm] = append(read[v.Arm], r(rec.Header.Plan, v, fastest))
	}
	for arm, rs := range read {
		slices.SortStableFunc(rs, func(a, b reading) int { return a.Block - b.Block })
		for i := 1; i < len(rs); i++ {
			if rs[i].Block == rs[i-1].Block {
				return nil, fmt.Errorf("%s: two visits of %s in block %d", rec.Name, arm, rs[i].Block)
			}
		}
	}
	return read, nil
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

func analyzeGroup(rec *results.Recording, arms []results.Arm, read map[results.Arm][]reading,
	reasons map[results.Arm]string) (Table, error) {
	g := groupOf(arms[0])
	t := Table{Header: &rec.Header, Workload: g.workload, Handler: g.handler, Workers: g.workers}
	c := newComparison(rec, g, read)
	var errs []error
	for _, arm := range arms {
		row := Row{Arm: arm}
		if reason, missing := reasons[arm]; missing && len(read[arm]) == 0 {
			row.Reason, row.NotMeasured = reason, true
		} else if err := c.fill(&row, read[arm]); err != nil {
			errs = append(errs, err)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Warnings = warnings(rec, t)
	return t, errors.Join(errs...)
}
