package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/verdict"
)

// Kind is what a [Finding] is about.
type Kind string

// The kinds of findings.
const (
	KindDropped     Kind = "dropped"     // too many visits do not count
	KindNoise       Kind = "noise"       // two equal arms differ
	KindControl     Kind = "control"     // a known overhead was not recovered
	KindCorrelation Kind = "correlation" // blocks depend on each other
	KindHalves      Kind = "halves"      // the run contradicts itself
	KindEnvironment Kind = "environment" // the machine was changed meanwhile
	KindForeign     Kind = "foreign"     // somebody else came to a hook
	KindPrecision   Kind = "precision"   // the interval is wider than was asked for
)

// Finding is a reason not to rely on a recording, and what would mend it.
type Finding struct {
	Kind    Kind
	Message string
	Remedy  string
	Invalid bool // the measurement is worthless; if not, it is inconclusive
}

func (f Finding) String() string { return f.Message + ": " + f.Remedy }

// Limits of what makes a recording invalid.
const (
	maxDropped          = 0.1   // share of an arm's visits
	fewDropped          = 2     // visits that are no share of a short run
	maxBlockCorrelation = 0.5   // of successive blocks
	maxNoiseFloor       = 1.0   // ns/event by which what is equal may differ
	maxNoiseShare       = 0.002 // the same as a share of base
	// maxNoiseInstructions is what the guest's memory layout may add to an
	// operation.
	maxNoiseInstructions = 2.0
	// chance is that of a check to fail, for all arms together, where
	// nothing is amiss.
	chance = 0.001
)

// Validity looks for what makes a recording worthless or inconclusive, now
// that all of it is known. tables are those of [Analyze].
func Validity(rec *results.Recording, tables []Table) []Finding {
	found := slices.Concat(checkDropped(rec), checkNoise(rec, tables), checkControl(tables), checkForeign(rec))
	if rec.Header.Metric != results.Instructions {
		found = slices.Concat(found, checkCorrelation(tables), checkHalves(tables), checkEnvironment(rec),
			checkPrecision(rec.Header.Plan.Precision, tables))
	}
	return found
}

var (
	// ErrInvalid means that a measurement did not measure what it says.
	ErrInvalid = errors.New("invalid measurement")
	// ErrInconclusive means that it is too unsure for what was asked.
	ErrInconclusive = verdict.ErrInconclusive
)

// Check returns an error if tables cannot be relied on. It wraps [ErrInvalid]
// if one of them is worthless, or else [ErrInconclusive] if an arm that was
// measured has no figure, or not the precision that was asked for.
func Check(tables []Table) error {
	if len(tables) == 0 {
		return doubt(ErrInconclusive, []string{"nothing was measured"})
	}
	var invalid, inconclusive []string
	seen := map[*Run]bool{}
	for _, t := range tables {
		for _, row := range t.Rows {
			if row.Estimate == nil && !row.NotMeasured {
				inconclusive = append(inconclusive, row.Arm.String()+": "+strings.TrimPrefix(row.Reason, ErrInconclusive.Error()+": "))
			}
		}
		if t.Run == nil || seen[t.Run] {
			continue
		}
		seen[t.Run] = true
		for _, f := range t.Run.Findings {
			if f.Invalid {
				invalid = append(invalid, f.String())
			} else {
				inconclusive = append(inconclusive, f.String())
			}
		}
	}
	return errors.Join(doubt(ErrInvalid, invalid), doubt(ErrInconclusive, inconclusive))
}

func doubt(kind error, why []string) error {
	if len(why) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", kind, strings.Join(why, "\n"))
}

// checkNoise compares the base arms, which are the same.
func checkNoise(rec *results.Recording, tables []Table) []Finding {
	var found []Finding
	for _, t := range tables {
		aa := t.Row(Base2)
		if aa == nil || aa.Estimate == nil {
			continue
		}
		limit := max(maxNoiseFloor, maxNoiseShare*aa.Estimate.Base)
		if rec.Header.Metric == results.Instructions {
			limit = maxNoiseInstructions
		}
		if math.Abs(aa.Estimate.Overhead) <= limit || !surelyNotZero(rec.Header.Metric, *aa) {
			continue
		}
		found = append(found, Finding{KindNoise,
			fmt.Sprintf("%s: the two base arms differ by %.3g %s though they are the same", t.Name(), aa.Estimate.Overhead, rec.Header.Metric),
			"something disturbs the machine as the run goes on; end what else runs, use more --blocks", true})
	}
	return found
}

// surelyNotZero says whether the 99.9 % interval of a row leaves out 0.
func surelyNotZero(m results.Metric, r Row) bool {
	if m == results.Instructions {
		return true
	}
	if math.Exp2(1-float64(len(r.diffs))) > chance {
		return false // too few blocks have no such interval
	}
	diffs := diffValues(r.diffs)
	lo, hi := signedRankInterval(diffs, chance)
	at, wide := hodgesLehmann(diffs), widening(correlation(diffs))
	return at-wide*(at-lo) > 0 || at+wide*(hi-at) < 0
}

// checkControl holds what was measured of known overheads against them.
func checkControl(tables []Table) []Finding {
	var found []Finding
	for _, t := range tables {
		for _, c := range t.Controls {
			if c.Missed() {
				found = append(found, Finding{KindControl,
					fmt.Sprintf("%s: the positive control failed: a spin of %.1f %s was measured as %.1f ± %.1f",
						t.Name(), c.Expected, t.Header.Metric.Unit(), c.Measured, c.Half),
					"overheads that are not known will be as wrong; run again on a quieter CPU, and report it if it stays", true})
			}
		}
	}
	return found
}

// checkPrecision looks for intervals that are wider than was asked for, and
// tells of the widest. Where objects are compared they are those of the changes.
func checkPrecision(wanted float64, tables []Table) []Finding {
	if wanted <= 0 {
		return nil
	}
	intervals, names := judged(tables)
	wide, worst := 0, 0
	for i, at := range intervals {
		if at.HalfWidth() > wanted {
			wide++
		}
		if at.HalfWidth() > intervals[worst].HalfWidth() {
			worst = i
		}
	}
	if wide == 0 {
		return nil
	}
	i := intervals[worst]
	f := Finding{KindPrecision,
		fmt.Sprintf("%d of %d intervals are wider than ± %.2f ns; %s has ± %.2f", wide, len(intervals), wanted, names[worst], i.HalfWidth()),
		"use more --blocks", false}
	switch {
	case i.Host >= wanted:
		f.Remedy = fmt.Sprintf("± %.2f of it come from the host of this virtual machine: ask for less, or measure on bare metal", i.Host)
	case i.Speed > i.HalfWidth()/2:
		f.Remedy = fmt.Sprintf("± %.2f of it come from the CPU's changing speed: fix its frequency, or let the run last longer", i.Speed)
	}
	return []Finding{f}
}

// judged are the intervals that a precision is asked of, and what to call them.
func judged(tables []Table) (intervals []Interval, names []string) {
	for _, t := range tables {
		for _, c := range t.Changes {
			if c.Reason == "" {
				intervals = append(intervals, c.Interval)
				names = append(names, t.Name()+": "+c.New.Subject()+" against "+c.Old.Object)
			}
		}
	}
	if len(intervals) > 0 {
		return intervals, names
	}
	rows, names := compared(tables)
	for _, r := range rows {
		intervals = append(intervals, *r.Estimate.Interval)
	}
	return intervals, names
}
