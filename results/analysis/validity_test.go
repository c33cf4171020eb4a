package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

// calm is a machine without disturbance but for some noise.
func calm() synthetic.Machine {
	return synthetic.Machine{
		Base:     map[string]float64{"task_rename": 140, "bpf_trigger": 3},
		Overhead: map[string]float64{"kprobe": 80, "tracepoint": 33, "raw_tracepoint": 18},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.3, Spin: 50,
	}
}

// controlled is a plan with the positive control.
func controlled(blocks int) results.Plan {
	p := plan(blocks)
	p.Arms = synthetic.Arms([]string{"task_rename"}, []string{"empty"}, append([]string{"spin"}, attachTypes...))
	return p
}

// visits changes those of an arm.
func visits(rec *results.Recording, attach string, change func(v *results.Visit)) {
	for i := range rec.Visits {
		if rec.Visits[i].Attach == attach {
			change(&rec.Visits[i])
		}
	}
}

// faults are one for each check, and two that are none.
var faults = []struct {
	name    string
	fault   func(rec *results.Recording)
	kind    analysis.Kind // "" if it is none
	message string
}{
	{"none", func(*results.Recording) {}, "", ""},
	{"migrated", func(rec *results.Recording) {
		visits(rec, "tracepoint", func(v *results.Visit) { v.Migrated = v.Block < 4 })
	}, analysis.KindDropped, "tracepoint: 4 of 30 visits do not count (ran on another CPU)"},
	{"migrated a little", func(rec *results.Recording) {
		visits(rec, "tracepoint", func(v *results.Visit) { v.Migrated = v.Block < 3 })
	}, "", ""},
	{"recursion", func(rec *results.Recording) {
		visits(rec, "raw_tracepoint", func(v *results.Visit) { v.Recursion = uint64(v.Block % 2) })
	}, analysis.KindDropped, "15 of 30 visits do not count (the kernel left out runs of the program)"},
	{"missed", func(rec *results.Recording) {
		visits(rec, "raw_tracepoint", func(v *results.Visit) { v.Attached = &results.Attached{Missed: 1} })
	}, analysis.KindDropped, "30 of 30 visits do not count (the probe missed events)"},
	{"preempted", func(rec *results.Recording) {
		visits(rec, "base", func(v *results.Visit) { v.Involuntary = int64(v.Block % 7 * 5) })
	}, analysis.KindDropped, "interrupted far more often than others"},
	{"chunks are missing", func(rec *results.Recording) {
		visits(rec, "base", func(v *results.Visit) {
			if v.Block > 20 {
				v.Chunks, v.Canaries = v.Chunks[:39], v.Canaries[:40]
			}
		})
	}, analysis.KindDropped, "base: 9 of 30 visits do not count (chunks of a worker are missing)"},
	{"unequal bases", func(rec *results.Recording) {
		visits(rec, "base2", func(v *results.Visit) { longer(v, 200) })
	}, analysis.KindNoise, "the two base arms differ by 2"},
	{"bases differ by little", func(rec *results.Recording) {
		visits(rec, "base2", func(v *results.Visit) { longer(v, 60) })
	}, "", ""},
	{"the control is not recovered", func(rec *results.Recording) {
		visits(rec, "spin", func(v *results.Visit) { longer(v, -1000) })
	}, analysis.KindControl, "the positive control failed: a spin of 50.0 ns was measured as 40.0"},
	{"swapped labels", func(rec *results.Recording) {
		visits(rec, "spin", func(v *results.Visit) { longer(v, -5000) })
		visits(rec, "base", func(v *results.Visit) { longer(v, 5000) })
		visits(rec, "base2", func(v *results.Visit) { longer(v, 5000) })
	}, analysis.KindControl, "was measured as -49.7"},
	{"drift", func(rec *results.Recording) {
		visits(rec, "tracepoint", func(v *results.Visit) { longer(v, int64(v.Block)*40) })
	}, analysis.KindCorrelation, "tracepoint: successive blocks depend on each other"},
	{"a change on the way", func(rec *results.Recording) {
		visits(rec, "raw_tracepoint", func(v *results.Visit) { longer(v, int64(v.Block/15)*500) })
	}, analysis.KindHalves, "raw_tracepoint: the first half of the run says 18.1 ns, the second 23.0"},
	{"another governor", func(rec *results.Recording) {
		env := rec.Header.Environment
		env.Governor, env.Go, env.QEMU = "powersave", "go9", "the host's"
		rec.End.Environment = &env
	}, analysis.KindEnvironment, "changed during the run: governor"},
	{"a tracer that came", func(rec *results.Recording) {
		rec.End.Foreign = []results.Foreign{{Tracer: "BPF program spy (id 7) on tracepoint task_rename", Remedy: "end process 12"}}
	}, analysis.KindForeign, "came to a hook during the run: BPF program spy (id 7) on tracepoint task_rename: end process 12, and run again"},
	{"not as precise as asked for", func(rec *results.Recording) {
		rec.Header.Plan.Precision = 0.01
	}, analysis.KindPrecision, "2 of 2 intervals are wider than ± 0.01 ns"},
	{"more precise than a virtual machine is", func(rec *results.Recording) {
		rec.Header.Environment.Hypervisor, rec.Header.Plan.Precision = true, 0.5
	}, analysis.KindPrecision, "come from the host of this virtual machine"},
}

// longer adds ns to every chunk.
func longer(v *results.Visit, ns int64) {
	for i := range v.Chunks {
		v.Chunks[i] += ns
	}
}

// TestFaults injects one fault at a time.
func TestFaults(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			rec := calm().Time(controlled(30), synthetic.Interleaved)
			c.fault(rec)
			tables, err := analysis.Analyze(rec)
			if err != nil {
				t.Fatal(err)
			}
			err = analysis.Check(tables)
			if c.kind == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			want := analysis.ErrInvalid
			if c.kind == analysis.KindPrecision {
				want = analysis.ErrInconclusive
			}
			if !errors.Is(err, want) || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, want %v: … %s", err, want, c.message)
			}
			if !has(tables[0].Run.Findings, c.kind) {
				t.Errorf("no %s in %v", c.kind, tables[0].Run.Findings)
			}
		})
	}
}

func has(found []analysis.Finding, kind analysis.Kind) bool {
	for _, f := range found {
		if f.Kind == kind && f.Remedy != "" && f.Invalid == (kind != analysis.KindPrecision) {
			return true
		}
	}
	return false
}

// TestSeldomInvalid counts how often the checks fail where nothing is amiss.
func TestSeldomInvalid(t *testing.T) {
	for name, m := range map[string]synthetic.Machine{"calm": calm(), "noisy": synthetic.Noisy(), "stepping": stepping()} {
		m.Drift, m.Correlation = 0, 0 // these are amiss
		const runs = 300
		invalid, slow := 0, 0
		for seed := range runs {
			p := plan(40)
			p.Seed = uint64(seed)
			table := only(t, m.Time(p, synthetic.Interleaved))
			for _, f := range table.Run.Findings {
				t.Logf("%s: %v", name, f)
				invalid++
			}
			for _, w := range table.Warnings {
				t.Logf("%s: %v", name, w)
				slow++
			}
		}
		if invalid > runs/100 || slow > runs/50 {
			t.Errorf("%s: %d findings and %d warnings in %d runs", name, invalid, slow, runs)
		}
	}
}

// TestFewDropped is at the boundary, in a run that is short.
func TestFewDropped(t *testing.T) {
	for n, invalid := range map[int]bool{2: false, 3: true} {
		rec := calm().Time(plan(10), synthetic.Interleaved)
		visits(rec, "tracepoint", func(v *results.Visit) { v.Migrated = v.Block < n })
		if got := has(only(t, rec).Run.Findings, analysis.KindDropped); got != invalid {
			t.Errorf("%d of 10 dropped: invalid %v", n, got)
		}
	}
}

// TestCauseNotValue drops by cause, and leaves in what is merely slow.
func TestCauseNotValue(t *testing.T) {
	rec := calm().Time(controlled(30), synthetic.Interleaved)
	visits(rec, "tracepoint", func(v *results.Visit) {
		if v.Block < 2 {
			longer(v, 1_000_000)
		}
		v.Migrated = v.Block == 3
	})
	table := only(t, rec)
	if n := table.Row("tracepoint").Blocks; n != 29 {
		t.Errorf("%d blocks count, want 29", n)
	}
	want := []analysis.Dropped{{Cause: "ran on another CPU", Visits: 1}}
	if got := table.Run.Dropped; len(got) != 1 || got[0] != want[0] {
		t.Errorf("dropped %v, want %v", got, want)
	}
}

// TestControlScale stretches a long spin: by as much as is found, and by less.
func TestControlScale(t *testing.T) {
	m := calm()
	m.Spin = 300
	for ns, missed := range map[int64]bool{0: false, 5: false, 15: true, -15: true} {
		rec := m.Time(controlled(30), synthetic.Interleaved)
		visits(rec, "spin", func(v *results.Visit) { longer(v, 100*ns) })
		if c := only(t, rec).Controls; len(c) != 1 || c[0].Missed() != missed {
			t.Errorf("%d ns too many: %+v", ns, c)
		}
	}
}

// TestControlPerOperation spreads the spin over many events.
func TestControlPerOperation(t *testing.T) {
	m := calm()
	m.EventsPerOp, m.Layout = 100, 0.003
	c := only(t, m.Time(controlled(30), synthetic.Interleaved)).Controls
	if len(c) != 1 || c[0].Expected < 0.5 || c[0].Expected > 0.51 || c[0].Missed() {
		t.Errorf("%+v", c)
	}
}

// TestControlInstructions counts the control, and misses it.
func TestControlInstructions(t *testing.T) {
	m := synthetic.Exact()
	m.Spin = 50
	p := controlled(3)
	p.Discard, p.Ops, p.Chunks = 1, 1, 200
	table := only(t, m.Count(p))
	if c := table.Controls; len(c) != 1 || c[0].Expected != 50 || c[0].Measured != 50 || len(table.Run.Findings) != 0 {
		t.Errorf("%+v, %v", c, table.Run.Findings)
	}
	rec := m.Count(p)
	visits(rec, "spin", func(v *results.Visit) { longer(v, 9) })
	if err := analysis.Check([]analysis.Table{only(t, rec)}); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("9 instructions too many: %v", err)
	}
}

// TestControlInstructionsPerOperation divides the counts by what rounds them,
// which is not a fault; one instruction of an operation is.
func TestControlInstructionsPerOperation(t *testing.T) {
	m := synthetic.Exact()
	m.Spin, m.EventsPerOp, m.Base = 67, 100, map[string]float64{"task_rename": 23.13}
	p := controlled(3)
	p.Discard, p.Ops, p.Chunks = 1, 1, 200
	rec := m.Count(p)
	c := only(t, rec).Controls
	if len(c) != 1 || c[0].Off == 0 || c[0].Missed() {
		t.Errorf("%+v", c)
	}
	visits(rec, "spin", func(v *results.Visit) { longer(v, 1) })
	if c := only(t, rec).Controls; len(c) != 1 || !c[0].Missed() {
		t.Errorf("one instruction too many: %+v", c)
	}
}

// TestCheckInconclusive has an arm with too few blocks.
func TestCheckInconclusive(t *testing.T) {
	table := only(t, calm().Time(plan(5), synthetic.Interleaved))
	err := analysis.Check([]analysis.Table{table})
	if !errors.Is(err, analysis.ErrInconclusive) || errors.Is(err, analysis.ErrInvalid) ||
		!strings.Contains(err.Error(), "task_rename/empty/base: only 5 blocks were measured") {
		t.Error(err)
	}
}
