package analysis

import (
	"fmt"
	"math"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/verdict"
)

// Change is what a program costs more than its older version: the same program
// of the first object, in the same blocks. Figures are per event, in the unit
// of the metric.
type Change struct {
	Old, New results.Arm
	// OldOverhead and NewOverhead are over base, NaN where not known.
	OldOverhead, NewOverhead float64
	Diff                     float64  // New − Old, from their difference in each block
	Interval                 Interval // of Diff
	Blocks                   int      // in which both count
	// Threshold is what Diff must exceed to matter.
	Threshold float64
	Verdict   verdict.Verdict
	Reason    string // why there is no Diff; "" if there is
	// NotMeasured says that one of the programs was not: it is not there, or
	// this kernel cannot attach it.
	NotMeasured bool
}

// NotHere is the reason of a change where the kernel lacks what its rows say.
const NotHere = "not measured"

// changes compares the programs of every further object of a table with those
// of the first one. There are none with a single object.
func changes(rec *results.Recording, t Table, m *measured) []Change {
	var all []Change
	objects := rec.Header.Objects
	for i := 1; i < len(objects); i++ {
		for _, row := range t.Rows {
			if row.Program == "" || row.Stats || row.Object != objects[i].Label {
				continue
			}
			old := row.Arm
			old.Object = objects[0].Label
			all = append(all, newChange(rec, t, old, row, m))
		}
	}
	return all
}

func newChange(rec *results.Recording, t Table, old results.Arm, row Row, m *measured) Change {
	c := Change{Old: old, New: row.Arm, OldOverhead: math.NaN(), NewOverhead: math.NaN()}
	before := t.Row(old.Subject())
	switch {
	case before == nil:
		c.Reason, c.NotMeasured = fmt.Sprintf("only in %s", row.Object), true
		return c
	case before.NotMeasured || row.NotMeasured:
		c.Reason, c.NotMeasured = NotHere, true
		return c
	case before.Estimate == nil:
		c.Reason = old.Object + ": " + before.Reason
		return c
	case row.Estimate == nil:
		c.Reason = row.Object + ": " + row.Reason
		return c
	}
	c.OldOverhead, c.NewOverhead = before.Estimate.Overhead, row.Estimate.Overhead
	if t.Header.Metric == results.Instructions {
		c.Diff = c.NewOverhead - c.OldOverhead
		c.Interval = *exactly(c.Diff)
		c.Blocks = min(row.Blocks, before.Blocks)
		c.Verdict = verdict.Exact(c.OldOverhead, c.NewOverhead, 0)
		return c
	}
	diffs := paired(row, *before)
	if c.Blocks = len(diffs); c.Blocks < minBlocks {
		c.Reason = fmt.Sprintf("only %d blocks have both, %d are needed: use more --blocks", c.Blocks, minBlocks)
		return c
	}
	c.Diff, c.Interval = estimate(diffs)
	// Old and new are alike but for what they differ by.
	c.Interval.widen(c.Diff, math.Abs(c.Diff), m.unseen(rec.Header, t.Workers))
	c.Threshold = threshold(*before)
	c.Verdict = verdict.Judge(c.Diff, c.Interval.SE, c.Threshold)
	return c
}

// threshold is what a change of a row must exceed to matter, in its unit. The
// floor is per event, and so as many times larger in a run of a command.
func threshold(old Row) float64 {
	at := verdict.Paired
	if old.Driven != nil {
		at.Floor *= max(1, old.Driven.Events)
	}
	return at.Of(old.Estimate.Overhead)
}

// describe says what became of the program: "report_rename (tracepoint): 25.1 ns
// worse".
func (c Change) describe(m results.Metric) string {
	program := results.Arm{Program: c.New.Program, Attach: c.New.Attach}.Subject()
	if c.Reason != "" {
		return fmt.Sprintf("%s/%s: %s", c.New.Workload, program, c.Reason)
	}
	if m == results.Instructions {
		return fmt.Sprintf("%s/%s: %.10g instructions an event in %s, %.10g in %s", c.New.Workload, program,
			c.OldOverhead, c.Old.Object, c.NewOverhead, c.New.Object)
	}
	return fmt.Sprintf("%s/%s: %s takes %+.2f ± %.2f %s over %s", c.New.Workload, program,
		c.New.Object, c.Diff, c.Interval.HalfWidth(), m, c.Old.Object)
}

// BlocksForChanges is how many blocks make every change of a pilot sure enough
// for a verdict, or half of its 95 % interval as narrow as wanted, in the unit
// of the metric, if that is not 0. What the CPU's speed is unsure by is left
// out: as a share of the change it is little, and no number of blocks mends it.
// It is an error if there is a change without a figure to judge by, though both
// programs could be measured.
func BlocksForChanges(pilot []Table, wanted float64) (int, error) {
	blocks := 0
	for _, t := range pilot {
		for _, c := range t.Changes {
			switch {
			case c.NotMeasured:
			case c.Reason != "":
				return 0, fmt.Errorf("the pilot says too little of %s (%s): give --blocks, or a quieter CPU", c.New.Subject(), c.Reason)
			case wanted > 0:
				blocks = max(blocks, verdict.BlocksFor(c.Blocks, z95*c.Interval.SE, wanted))
			default:
				blocks = max(blocks, verdict.Blocks(c.Blocks, c.Interval.SE, c.Threshold))
			}
		}
	}
	return blocks, nil
}

// RegressionError names what has become worse. It wraps
// [verdict.ErrRegression].
type RegressionError struct {
	Arms  []results.Arm // of the new objects
	worse []string
}

func (e *RegressionError) Error() string {
	return verdict.ErrRegression.Error() + ": " + strings.Join(e.worse, "\n")
}

func (e *RegressionError) Unwrap() error { return verdict.ErrRegression }

// CheckChanges returns a [RegressionError] if a program has become worse, or
// else [ErrInconclusive] if it is not sure that none has. What this kernel
// cannot attach, or only one object has, is no doubt.
func CheckChanges(tables []Table) error {
	var worse RegressionError
	var unsure []string
	for _, t := range tables {
		for _, c := range t.Changes {
			switch {
			case c.Verdict == verdict.Worse:
				worse.Arms = append(worse.Arms, c.New)
				worse.worse = append(worse.worse, onKernel(t)+c.describe(t.Header.Metric))
			case c.Verdict == verdict.Inconclusive && !c.NotMeasured:
				unsure = append(unsure, onKernel(t)+c.describe(t.Header.Metric)+": use more --blocks")
			}
		}
	}
	if len(worse.Arms) > 0 {
		return &worse
	}
	return doubt(ErrInconclusive, unsure)
}

// onKernel names the kernel of a table, since there may be several.
func onKernel(t Table) string { return "Linux " + t.Header.Environment.Kernel + ": " }
