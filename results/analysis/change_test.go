package analysis_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// program is one of an object's.
func program(object, name string) results.Arm {
	return results.Arm{Object: object, Program: name, Attach: "tracepoint"}
}

// both is a program of the old object and of the new one.
func both(names ...string) (arms []results.Arm) {
	for _, object := range []string{"old", "new"} {
		for _, name := range names {
			arms = append(arms, program(object, name))
		}
	}
	return arms
}

// builds is a machine on which four programs cost 60 ns, and their new builds so
// much more.
func builds(jitter float64) synthetic.Machine {
	m := synthetic.Noisy()
	m.Slow, m.Turbo, m.Spikes, m.Drift, m.Jitter = 0, nil, 0, 0, jitter
	m.Own = map[string]float64{}
	for name, more := range map[string]float64{"worse": 8, "better": -8, "same": 0, "little": 0.5} {
		m.Own[program("old", name).Subject()] = 60
		m.Own[program("new", name).Subject()] = 60 + more
	}
	return m
}

func ownPlan(blocks int, arms ...results.Arm) results.Plan {
	return results.Plan{Seed: 3, Blocks: blocks, Chunks: 40, Ops: 100, Arms: synthetic.OwnArms("task_rename", arms...)}
}

// change is that of a program.
func change(t *testing.T, table analysis.Table, name string) analysis.Change {
	t.Helper()
	for _, c := range table.Changes {
		if c.New.Program == name {
			return c
		}
	}
	t.Fatalf("no change of %s in %+v", name, table.Changes)
	return analysis.Change{}
}

// TestChangeVerdicts holds the changes against builds whose costs are known.
func TestChangeVerdicts(t *testing.T) {
	rec := synthetic.Builds(builds(0.002).Time(ownPlan(400, both("worse", "better", "same", "little")...), synthetic.Interleaved))
	table := only(t, rec)
	if len(table.Changes) != 4 {
		t.Fatalf("%d changes, want 4", len(table.Changes))
	}
	for name, want := range map[string]struct {
		truth   float64
		verdict verdict.Verdict
	}{
		"worse": {8, verdict.Worse}, "better": {-8, verdict.Better}, "same": {0, verdict.Same}, "little": {0.5, verdict.Same},
	} {
		c := change(t, table, name)
		if c.Verdict != want.verdict || math.Abs(c.Diff-want.truth) > 0.7 || c.Interval.Lo > c.Diff || c.Interval.Hi < c.Diff {
			t.Errorf("%s: %v: %.2f (%.2f to %.2f), want %v: %.2f", name, c.Verdict, c.Diff, c.Interval.Lo, c.Interval.Hi, want.verdict, want.truth)
		}
		if c.Threshold != 1 || c.Blocks != 400 || math.Abs(c.OldOverhead-60) > 3 {
			t.Errorf("%s: %+v", name, c)
		}
	}
	err := analysis.CheckChanges([]analysis.Table{table})
	var worse *analysis.RegressionError
	if !errors.As(err, &worse) || !errors.Is(err, verdict.ErrRegression) || len(worse.Arms) != 1 || worse.Arms[0].Program != "worse" ||
		worse.Arms[0].Object != "new" || !strings.Contains(err.Error(), "task_rename/worse (tracepoint): new takes +") {
		t.Errorf("error %v", err)
	}
}

// TestChangeIsInconclusive has so much noise and so few blocks that nothing can
// be said.
func TestChangeIsInconclusive(t *testing.T) {
	table := only(t, synthetic.Builds(builds(0.05).Time(ownPlan(10, both("same")...), synthetic.Interleaved)))
	if c := change(t, table, "same"); c.Verdict != verdict.Inconclusive || c.Reason != "" {
		t.Errorf("%+v", c)
	}
	if err := analysis.CheckChanges([]analysis.Table{table}); !errors.Is(err, analysis.ErrInconclusive) || !strings.Contains(err.Error(), "use more --blocks") {
		t.Errorf("error %v", err)
	}
}

// TestNoFalseRegression measures identical builds 100 times. At 2.97 standard
// errors one in 670 is called worse; two of 100 would be a fault.
func TestNoFalseRegression(t *testing.T) {
	worse := 0
	for seed := range 100 {
		p := ownPlan(40, both("same")...)
		p.Seed = uint64(seed)
		if change(t, only(t, synthetic.Builds(builds(0.02).Time(p, synthetic.Interleaved))), "same").Verdict == verdict.Worse {
			worse++
		}
	}
	if worse > 1 {
		t.Errorf("%d of 100 identical builds are worse", worse)
	}
}

// TestChangeIsExact compares instructions, where one is a change.
func TestChangeIsExact(t *testing.T) {
	m := synthetic.Exact()
	m.Own = map[string]float64{}
	for name, more := range map[string]float64{"worse": 1, "better": -1, "same": 0} {
		m.Own[program("old", name).Subject()] = 100
		m.Own[program("new", name).Subject()] = 100 + more
	}
	p := ownPlan(3, both("worse", "better", "same")...)
	p.Discard, p.Chunks, p.Ops = 1, 200, 1
	table := only(t, synthetic.Builds(m.Count(p)))
	for name, want := range map[string]verdict.Verdict{"worse": verdict.Worse, "better": verdict.Better, "same": verdict.Same} {
		c := change(t, table, name)
		if c.Verdict != want || c.Diff != m.Own[c.New.Subject()]-100 || c.Interval.Lo != c.Diff || c.Interval.Hi != c.Diff || c.Blocks != 2 {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if err := analysis.CheckChanges([]analysis.Table{table}); err == nil || !strings.Contains(err.Error(), "worse (tracepoint): 100 instructions an event in old, 101 in new") {
		t.Errorf("error %v", err)
	}
}

// TestChangeOfOneSide has programs that only one object has, or that were not
// measured: neither a regression nor a doubt.
func TestChangeOfOneSide(t *testing.T) {
	p := ownPlan(30, program("old", "same"), program("new", "same"), program("new", "added"), program("old", "removed"))
	rec := synthetic.Builds(builds(0.002).Time(p, synthetic.Interleaved))
	for _, a := range both("lacking") {
		a.Workload, a.Handler, a.Workers = "task_rename", results.Own, 1
		rec.Header.Missing = append(rec.Header.Missing, results.Missing{Arm: a, Reason: "this kernel has no kprobes"})
	}
	table := only(t, rec)
	if c := change(t, table, "added"); !c.NotMeasured || c.Reason != "only in new" || c.Verdict != verdict.Inconclusive {
		t.Errorf("added: %+v", c)
	}
	if c := change(t, table, "lacking"); !c.NotMeasured || c.Reason != analysis.NotHere {
		t.Errorf("lacking: %+v", c)
	}
	table.Changes[0].Verdict = verdict.Same // whatever it was: this is of the others
	if err := analysis.CheckChanges([]analysis.Table{table}); err != nil {
		t.Errorf("error %v", err)
	}
}

// TestNoChanges shows that a single object is compared with nothing.
func TestNoChanges(t *testing.T) {
	arm := results.Arm{Program: "same", Attach: "tracepoint"}
	rec := builds(0.002).Time(ownPlan(20, arm), synthetic.Interleaved)
	rec.Header.Objects = []results.Object{{File: "agent.bpf.o"}}
	if table := only(t, rec); len(table.Changes) != 0 || table.Row("same (tracepoint)").Estimate == nil {
		t.Errorf("%+v", table.Changes)
	}
}

// TestBlocksForChanges sizes a run by a pilot, runs it, and finds a verdict.
func TestBlocksForChanges(t *testing.T) {
	m := builds(0.02)
	pilot := only(t, synthetic.Builds(m.Time(ownPlan(30, both("same")...), synthetic.Interleaved)))
	blocks, err := analysis.BlocksForChanges([]analysis.Table{pilot}, 0)
	if err != nil || blocks < 30 || blocks > 5000 {
		t.Fatalf("%d blocks", blocks)
	}
	table := only(t, synthetic.Builds(m.Time(ownPlan(blocks, both("same")...), synthetic.Interleaved)))
	if c := change(t, table, "same"); c.Verdict != verdict.Same {
		t.Errorf("%d blocks: %+v", blocks, c)
	}
	wide, wideErr := analysis.BlocksForChanges([]analysis.Table{pilot}, 2)
	if narrow, err := analysis.BlocksForChanges([]analysis.Table{pilot}, 1); narrow < 3*wide || err != nil || wideErr != nil {
		t.Errorf("%d blocks for 2 ns, %d for 1 ns: want four times as many", wide, narrow)
	}
	pilot.Changes = append(pilot.Changes, analysis.Change{Reason: "only in new", NotMeasured: true})
	if got, err := analysis.BlocksForChanges([]analysis.Table{pilot}, 0); got != blocks || err != nil {
		t.Errorf("%d blocks with a program of one side, want %d", got, blocks)
	}
	pilot.Changes = append(pilot.Changes, analysis.Change{Reason: "old: only 3 clean blocks"})
	if got, err := analysis.BlocksForChanges([]analysis.Table{pilot}, 0); err == nil {
		t.Errorf("%d blocks with a program that has no figure, want an error", got)
	}
}

// TestOwnGoesSeveralWays shows that a program may take other ways than the usual
// one, which handlers may not, and that it is said.
func TestOwnGoesSeveralWays(t *testing.T) {
	m := synthetic.Exact()
	arm := results.Arm{Program: "branches", Attach: "tracepoint"}
	m.Own = map[string]float64{arm.Subject(): 100}
	p := ownPlan(3, arm)
	p.Discard, p.Chunks, p.Ops = 1, 200, 1
	for _, test := range []struct {
		others int // chunks of 200 that are shorter; 2 more are interrupted
		warned bool
		good   bool
	}{{10, false, true}, {38, false, true}, {39, true, true}, {98, true, true}, {100, false, false}} {
		rec := m.Count(p)
		for _, v := range rec.Visits {
			for i := range test.others * min(1, len(v.Program)) {
				v.Chunks[i+(i/96)] -= int64(1 + i%7) // passes over the one that is interrupted
			}
		}
		tables, err := analysis.Analyze(rec)
		if (err == nil) != test.good {
			t.Errorf("%d others: error %v", test.others, err)
			continue
		}
		warned := strings.Contains(strings.Join(tables[0].Warnings, "\n"), "branches (tracepoint): only ")
		if warned != test.warned {
			t.Errorf("%d others: warnings %q", test.others, tables[0].Warnings)
		}
		if e := tables[0].Row(arm.Subject()).Estimate; test.good && e.Overhead != 100 {
			t.Errorf("%d others: overhead %v", test.others, e.Overhead)
		}
	}
}

// TestRunsOfOwn says how often programs run, but for one event of somebody else.
func TestRunsOfOwn(t *testing.T) {
	for runs, warned := range map[uint64]bool{15: true, 16: false, 17: false, 18: true, 160: true} {
		arm := results.Arm{Program: "same", Attach: "tracepoint"}
		rec := builds(0.002).Time(ownPlan(20, arm), synthetic.Interleaved)
		rec.Proofs = []results.Proof{{Arm: rec.Header.Plan.Arms[2], Driven: 16, Runs: runs}}
		if got := strings.Contains(strings.Join(only(t, rec).Warnings, "\n"), "at 16 events of task_rename: its cost is per event"); got != warned {
			t.Errorf("%d runs: warned is %v", runs, got)
		}
	}
}
