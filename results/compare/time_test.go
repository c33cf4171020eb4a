package compare_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/perf/benchmath"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

var between = compare.Options{Threshold: compare.Between}

// TestTwoSessions: of one session each, a large change is one, and a small one
// cannot be told.
func TestTwoSessions(t *testing.T) {
	for _, c := range []struct {
		factor float64
		want   verdict.Verdict
	}{{1, verdict.Inconclusive}, {1.03, verdict.Inconclusive}, {1.2, verdict.Worse}, {0.8, verdict.Better}} {
		r := mustCompare(t, of(timed(1, 1)), of(timed(2, c.factor)), between)
		if row := rowOf(t, r, "kprobe"); row.Verdict != c.want {
			t.Errorf("× %v: %+v, change %+v", c.factor, row, row.Change)
		}
	}
}

// TestWiderThreshold: what matters is a choice, and decides what can be known.
func TestWiderThreshold(t *testing.T) {
	wide := compare.Options{Threshold: verdict.Threshold{Share: 0.1, Floor: 30}}
	if r := mustCompare(t, of(timed(1, 1)), of(timed(2, 1)), wide); r.Verdict != verdict.Same {
		t.Errorf("%v", r.Err())
	}
}

// set are sessions of which the seeds are two apart, from the given one on.
func set(n, seed int, factor float64) (recs []*results.Recording) {
	for i := range n {
		recs = append(recs, timed(seed+2*i, factor))
	}
	return recs
}

// TestSets: of eight sessions each a change of 3 % is found, in either
// direction, and no change is the same.
func TestSets(t *testing.T) {
	before := set(8, 1, 1)
	for _, c := range []struct {
		factor float64
		want   verdict.Verdict
	}{{1, verdict.Same}, {1.03, verdict.Worse}, {0.97, verdict.Better}} {
		r := mustCompare(t, before, set(8, 2, c.factor), between)
		row := rowOf(t, r, "kprobe")
		if row.Verdict != c.want || r.Verdict != c.want || row.Old.Sessions != 8 {
			t.Errorf("× %v: %v: %+v, change %+v", c.factor, r.Err(), row, *row.Change)
		}
		if len(r.Pairs[0].Warnings) != 0 {
			t.Errorf("the sessions alternate: %q", r.Pairs[0].Warnings)
		}
	}
}

// TestApart: all old before all new is told.
func TestApart(t *testing.T) {
	r := mustCompare(t, set(4, 1, 1), set(4, 101, 1), between)
	if w := r.Pairs[0].Warnings; len(w) != 1 || !strings.Contains(w[0], "do not alternate") {
		t.Errorf("%q", w)
	}
}

// TestRankP: p is benchmath's, of one overhead a session, and corrected for the
// three arms.
func TestRankP(t *testing.T) {
	before, after := set(5, 1, 1), set(5, 2, 1.1)
	row := rowOf(t, mustCompare(t, before, after, between), "kprobe")
	// Five below five others: 2 of 252 orders are as extreme.
	if got, want := *row.Change.P, 2.0/252; got < want*0.999 || got > want*1.001 {
		t.Errorf("p = %v, want %v", got, want)
	}
	if got := *row.Change.Corrected; got != 3**row.Change.P {
		t.Errorf("corrected %v", got)
	}
	if row.Verdict != verdict.Worse {
		t.Errorf("%+v", row)
	}
}

// TestTooManyArms: what is sure of one arm alone is not sure of many.
func TestTooManyArms(t *testing.T) {
	row := rowOf(t, mustCompare(t, set(4, 1, 1), set(4, 2, 1.1), between), "kprobe")
	if row.Verdict != verdict.Inconclusive || !strings.Contains(row.Reason, "chance among so many") {
		t.Errorf("p = %v, corrected %v: %+v", *row.Change.P, *row.Change.Corrected, row)
	}
}

// TestVisits: medians and p of all visits are those that benchmath has.
func TestVisits(t *testing.T) {
	before, after := timed(1, 1), timed(2, 1.01)
	row := rowOf(t, mustCompare(t, of(before), of(after), between), "kprobe")
	sample := func(rec *results.Recording) *benchmath.Sample {
		return benchmath.NewSample(slices.Clone(costs(t, rec)), &benchmath.DefaultThresholds)
	}
	a, b := sample(before), sample(after)
	if want := benchmath.AssumeNothing.Compare(a, b).P; row.Visits.P != want {
		t.Errorf("p %v, want %v", row.Visits.P, want)
	}
	if want := benchmath.AssumeNothing.Summary(a, 0.95).Center; row.Visits.Old != want {
		t.Errorf("median %v, want %v", row.Visits.Old, want)
	}
}

// costs are those of the visits of a kprobe, as they are exported.
func costs(t *testing.T, rec *results.Recording) (x []float64) {
	t.Helper()
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range tables[0].Row("kprobe").Costs {
		x = append(x, c.Exported())
	}
	return x
}
