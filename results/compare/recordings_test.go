package compare_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

var attachTypes = []string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint"}

// counted is a recording of instructions, with so many more at a kprobe.
func counted(more float64) *results.Recording {
	m := synthetic.Exact()
	m.Overhead["kprobe"] += more
	rec := m.Count(results.Plan{Seed: 3, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, attachTypes)})
	rec.Name = "count.jsonl"
	return rec
}

// timed is a session by the clock, with a kprobe of so many times the cost. It
// is of the given hour.
func timed(seed int, factor float64) *results.Recording {
	m := synthetic.Machine{
		Kernel:   "6.12.9-synthetic",
		Base:     map[string]float64{"task_rename": 264},
		Overhead: map[string]float64{"kprobe": 100 * factor, "tracepoint": 60, "raw_tracepoint": 27},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.4,
	}
	rec := m.Time(results.Plan{Seed: uint64(seed), Blocks: 14, Chunks: 20, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, attachTypes)}, synthetic.Interleaved)
	rec.Name = fmt.Sprintf("run-%d.jsonl", seed)
	rec.Header.Started = rec.Header.Started.Add(time.Duration(seed) * time.Hour)
	return rec
}

// of puts recordings into a list.
func of(recs ...*results.Recording) []*results.Recording { return recs }

func mustCompare(t *testing.T, before, after []*results.Recording, o compare.Options) *compare.Report {
	t.Helper()
	r, err := compare.Recordings(before, after, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rowOf is the row of an attach type.
func rowOf(t *testing.T, r *compare.Report, attach string) compare.Row {
	t.Helper()
	for _, p := range r.Pairs {
		for _, row := range p.Rows {
			if row.Attach == attach {
				return row
			}
		}
	}
	t.Fatalf("no row of %s", attach)
	return compare.Row{}
}

func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name        string
		more, allow float64
		want        verdict.Verdict
	}{
		{"nothing", 0, 0, verdict.Same},
		{"one instruction", 1, 0, verdict.Worse},
		{"as many as are allowed", 2, 2, verdict.Same},
		{"one more than that", 3, 2, verdict.Worse},
		{"one fewer", -1, 0, verdict.Better},
	} {
		r := mustCompare(t, of(counted(0)), of(counted(c.more)), compare.Options{Allow: c.allow})
		if r.Verdict != c.want || rowOf(t, r, "kprobe").Verdict != c.want || rowOf(t, r, "tracepoint").Verdict != verdict.Same {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestRegressionIsNamed: arm, kernel, old and new.
func TestRegressionIsNamed(t *testing.T) {
	err := mustCompare(t, of(counted(0)), of(counted(39)), compare.Options{}).Err()
	want := "regression: Linux 6.12.9-synthetic, task_rename/empty/kprobe: 361, now 400 instructions/event (+39)"
	if !errors.Is(err, verdict.ErrRegression) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// TestIncomparable: what differs between machines is shown, and is no
// regression.
func TestIncomparable(t *testing.T) {
	for name, change := range map[string]func(e *results.Environment){
		"kernel":         func(e *results.Environment) { e.Kernel = "6.13.0" },
		"kernel_version": func(e *results.Environment) { e.Version = "#2 SMP" },
		"cpu":            func(e *results.Environment) { e.CPU = "another" },
		"qemu":           func(e *results.Environment) { e.QEMU = "synthetic -icount shift=3" },
	} {
		after := counted(100)
		change(&after.Header.Environment)
		r := mustCompare(t, of(counted(0)), of(after), compare.Options{})
		row := rowOf(t, r, "kprobe")
		if r.Verdict != verdict.Inconclusive || row.Change.Value != 100 || len(r.Pairs[0].Differs) != 1 || r.Pairs[0].Differs[0].Member != name {
			t.Errorf("%s: %v, change %v, differs %v", name, r.Verdict, row.Change, r.Pairs[0].Differs)
		}
		if err := r.Err(); !errors.Is(err, verdict.ErrInconclusive) || !strings.Contains(err.Error(), "not comparable: "+name+" differs") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHandlersAreCompared: another build of the program or the handlers is what
// a comparison is for.
func TestHandlersAreCompared(t *testing.T) {
	after := counted(1)
	e := &after.Header.Environment
	e.Handlers, e.Probecost, e.Go, e.Microcode = "other", "other", "other", "other"
	if r := mustCompare(t, of(counted(0)), of(after), compare.Options{}); r.Verdict != verdict.Worse {
		t.Errorf("%v: %v", r.Verdict, r.Pairs[0].Differs)
	}
}

// TestLostArm: an arm that is no more measured may hide anything.
func TestLostArm(t *testing.T) {
	after := counted(0)
	lost := results.Arm{Workload: "task_rename", Handler: "empty", Attach: "kprobe", Workers: 1}
	visits := after.Visits[:0]
	for _, v := range after.Visits {
		if v.Arm != lost {
			visits = append(visits, v)
		}
	}
	after.Visits = visits
	after.Header.Missing = []results.Missing{{Arm: lost, Reason: "no kprobes here"}}
	r := mustCompare(t, of(counted(0)), of(after), compare.Options{})
	if row := rowOf(t, r, "kprobe"); r.Verdict != verdict.Inconclusive || !strings.Contains(row.Reason, "no kprobes here") {
		t.Errorf("%v: %+v", r.Verdict, row)
	}
	r = mustCompare(t, of(after), of(counted(0)), compare.Options{})
	if r.Verdict != verdict.Same || len(r.Pairs[0].Added) != 1 || r.Pairs[0].Added[0] != lost {
		t.Errorf("a new arm: %v, added %v", r.Verdict, r.Pairs[0].Added)
	}
}

// TestContradiction: recordings of one kernel that do not agree are no
// reference.
func TestContradiction(t *testing.T) {
	r := mustCompare(t, of(counted(0), counted(2)), of(counted(2)), compare.Options{})
	if row := rowOf(t, r, "kprobe"); row.Verdict != verdict.Inconclusive || !strings.Contains(row.Reason, "361 and 363") {
		t.Errorf("%+v", row)
	}
}

// TestPairs: each kernel is compared with itself, wherever it stands.
func TestPairs(t *testing.T) {
	other := func(more float64) *results.Recording {
		rec := counted(more)
		rec.Name, rec.Header.Environment.Kernel = "other.jsonl", "6.1.0"
		return rec
	}
	r := mustCompare(t, of(counted(0), other(0), timed(1, 1)), of(other(5), counted(0)), compare.Options{Threshold: compare.Between})
	if len(r.Pairs) != 2 || r.Verdict != verdict.Worse || !strings.Contains(r.Err().Error(), "6.1.0") {
		t.Fatalf("%d pairs, %v", len(r.Pairs), r.Err())
	}
	if len(r.OnlyOld) != 1 || r.OnlyOld[0] != "run-1.jsonl" {
		t.Errorf("only old: %q", r.OnlyOld)
	}
	r = mustCompare(t, of(counted(0), other(0)), of(counted(0)), compare.Options{})
	if r.Verdict != verdict.Inconclusive || !strings.Contains(r.Err().Error(), "other.jsonl") {
		t.Errorf("a kernel that is gone: %v", r.Err())
	}
}

// TestInvalid: an invalid session is left out, and said so; if all are, there
// is nothing to say.
func TestInvalid(t *testing.T) {
	bad := counted(0)
	bad.Name = "bad.jsonl"
	bad.Visits[len(bad.Visits)-1].Chunks[5] -= 10
	r := mustCompare(t, of(counted(0), bad), of(counted(0)), compare.Options{})
	if r.Verdict != verdict.Same || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "bad.jsonl") {
		t.Errorf("%v, warnings %q", r.Verdict, r.Warnings)
	}
	if _, err := compare.Recordings(of(counted(0)), of(bad), compare.Options{}); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("all are invalid: %v", err)
	}
}
