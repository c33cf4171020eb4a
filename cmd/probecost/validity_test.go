package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/workloads"
)

// distort changes what a worker reports of a visit.
type distort func(arm results.Arm, block int, t *bench.Timing)

// spy is somebody else on the hook.
var spy = foreign.Found{Tracers: []foreign.Tracer{
	{Place: "tracepoint task_rename", What: "BPF program spy (id 7)", Remedy: "end process 12"},
}}

// invalids has a fault for every reason for which a measurement is invalid,
// first those that are found before anything is timed, then those of visits,
// then those of the whole run.
var invalids = []struct {
	name          string
	kernel        *fake.Kernel
	distort       distort
	cause, remedy string
}{
	{"interpreted", &fake.Kernel{Machine: results.Environment{JIT: "0"}}, nil,
		"BPF programs are interpreted", "sysctl net.core.bpf_jit_enable=1"},
	{"bpf stats are on", &fake.Kernel{Machine: results.Environment{StatsEnabled: "1"}}, nil,
		"bpf stats cost", "sysctl kernel.bpf_stats_enabled=0"},
	{"clock source", &fake.Kernel{Machine: results.Environment{Clocksource: "hpet"}}, nil,
		"reading the clock source hpet is a system call", "choose one of tsc"},
	{"foreign program", &fake.Kernel{Foreign: spy}, nil,
		"somebody else is on a hook that is to be measured:\n  BPF program spy (id 7) on tracepoint task_rename", "end process 12"},
	{"another record", &fake.Kernel{Garbled: true}, nil,
		`the handler captured "secord", the workload caused "record"`, "end what else causes such events"},
	{"events are missed in the proof", &fake.Kernel{Blind: 1}, nil,
		"the handler saw 15 of 16 events", "end other tracers"},
	{"does not fire", &fake.Kernel{Silent: true}, nil,
		"the program ran 0 times for 1 events", "leave this attach type out"},
	{"events are missed in a visit", &fake.Kernel{BlindLater: 1}, nil,
		"the handler saw 4000 of 4001 events", "end other tracers"},
	{"bpf stats come on", &fake.Kernel{Watched: 1000}, nil,
		"somebody switched bpf stats on during the run", "end what reads them"},

	{"migrated", &fake.Kernel{}, at("tracepoint", func(block int, t *bench.Timing) { t.Migrated = block < 4 }),
		"tracepoint: 4 of 30 visits do not count (ran on another CPU)", "keep other work off the bench CPU"},
	{"preempted", &fake.Kernel{}, at("base", func(block int, t *bench.Timing) { t.Involuntary = int64(block % 7 * 5) }),
		"interrupted far more often than others", "keep other work off the bench CPU"},
	{"short", &fake.Kernel{}, at("base2", func(block int, t *bench.Timing) {
		if block > 20 {
			t.Chunks, t.Canaries = t.Chunks[:39], t.Canaries[:40]
		}
	}), "base2: 9 of 30 visits do not count (chunks of a worker are missing)", "keep other work off the bench CPU"},
	{"recursion", &fake.Kernel{Recursion: 1}, nil,
		"30 of 30 visits do not count (the kernel left out runs of the program)", "other probes off the hook"},
	{"missed", &fake.Kernel{Missed: 1}, nil,
		"30 of 30 visits do not count (the probe missed events)", "other probes off the hook"},

	{"unequal bases", &fake.Kernel{}, at("base2", func(_ int, t *bench.Timing) { longer(t, 200) }),
		"the two base arms differ by 1.96 ns/event", "end what else runs"},
	{"the control is missed", &fake.Kernel{}, at("spin", func(_ int, t *bench.Timing) { longer(t, -1000) }),
		"the positive control failed: a spin of 50.0 ns was measured as 39.9", "run again on a quieter CPU"},
	{"drift", &fake.Kernel{}, at("tracepoint", func(block int, t *bench.Timing) { longer(t, int64(block)*40) }),
		"tracepoint: successive blocks depend on each other", "something drifts"},
	{"halves", &fake.Kernel{}, at("raw_tracepoint", func(block int, t *bench.Timing) { longer(t, int64(block/15)*500) }),
		"raw_tracepoint: the first half of the run says", "find what started or ended meanwhile"},
	{"machine changed", &fake.Kernel{Later: &results.Environment{Governor: "powersave"}}, nil,
		"the machine was changed during the run: governor", "leave it alone, and run again"},
	{"bpf stats stay on", &fake.Kernel{Later: &results.Environment{StatsEnabled: "1"}}, nil,
		"the machine was changed during the run: bpf_stats", "leave it alone, and run again"},
	{"a tracer came", &fake.Kernel{Came: spy}, nil,
		"somebody else came to a hook during the run: BPF program spy (id 7) on tracepoint task_rename", "end process 12, and run again"},
}

// at distorts the visits of one attach type.
func at(attach string, change func(block int, t *bench.Timing)) distort {
	return func(arm results.Arm, block int, t *bench.Timing) {
		if arm.Attach == attach {
			change(block, t)
		}
	}
}

// longer adds ns to every chunk, which has 100 events.
func longer(t *bench.Timing, ns int64) {
	for i := range t.Chunks {
		t.Chunks[i] += ns
	}
}

// TestInvalid injects one fault after another into a kernel that does not
// exist: the whole program ends with status 4, names the cause and what to do.
func TestInvalid(t *testing.T) {
	for _, test := range invalids {
		t.Run(test.name, func(t *testing.T) {
			status, text := runIn(t, test.kernel, test.distort)
			if status != exitInvalid || !strings.Contains(text, test.cause) || !strings.Contains(text, test.remedy) {
				t.Errorf("exit status %d, %s\nwant %d, %q and %q", status, text, exitInvalid, test.cause, test.remedy)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		if status, text := runIn(t, &fake.Kernel{}, nil); status != exitGood {
			t.Errorf("exit status %d, %s", status, text)
		}
	})
}

// TestStealIsNoFault shows that steal is told and ends nothing.
func TestStealIsNoFault(t *testing.T) {
	status, text := runIn(t, &fake.Kernel{Steal: 20}, nil)
	if want := "the host took 2 % of the bench CPU's time"; status != exitGood || !strings.Contains(text, want) {
		t.Errorf("exit status %d, %s\nwant %q", status, text, want)
	}
}

// runIn measures in a kernel, with the clock of a calm machine, as run does.
func runIn(t *testing.T, kernel *fake.Kernel, change distort) (status int, text string) {
	t.Helper()
	o := bench.Options{
		Workloads: []string{"task_rename"}, Handlers: []string{"count"}, Metric: results.Time, CPUs: 4,
		Attach: []string{"tracepoint", "raw_tracepoint"},
		Plan:   results.Plan{Blocks: 30, Chunks: 40, Ops: 100, Seed: 1},
	}
	plan := o.Plan
	plan.Arms = synthetic.Arms(o.Workloads, o.Handlers, []string{"base", "base2", "spin", "tracepoint", "raw_tracepoint"})
	visit := synthetic.Machine{
		Base:     map[string]float64{"task_rename": 140},
		Overhead: map[string]float64{"tracepoint": 33, "raw_tracepoint": 18},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.3, Spin: 50,
	}.Visits(plan)
	kernel.Clock = func(arm results.Arm, _ bench.Request) bench.Timing {
		v := visit(arm)
		timing := fake.Timing(v)
		if change != nil {
			change(arm, v.Block, &timing)
		}
		return timing
	}
	return recordIn(t, kernel.Lab(), o)
}

// recordIn is what run does once it has checked its flags.
func recordIn(t *testing.T, lab bench.Lab, o bench.Options) (status int, text string) {
	t.Helper()
	var out bytes.Buffer
	cmd := &cobra.Command{}
	cmd.SetContext(t.Context())
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	f := runFlags{axes: axes{out: t.TempDir()}}
	if err := f.record(cmd, lab, o); err != nil {
		return exitStatus(err), out.String() + err.Error()
	}
	return exitGood, out.String()
}

// TestInvalidBesideForeign attaches a program as somebody else might, and runs
// on this kernel beside it.
func TestInvalidBesideForeign(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	lock, err := sandbox.Lock(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	p, err := attach.NewLoader().Load(attach.RawTracepoint, workloads.TaskRename, bpf.Count)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Attach(); err != nil {
		t.Fatal(err)
	}
	o := bench.Options{Workloads: []string{"task_rename"}, Handlers: []string{"empty"}, Metric: results.Time, Plan: bench.Quick}
	status, text := recordIn(t, bench.KernelLab(workerArgs(clockTime)), o)
	if status != exitInvalid || !strings.Contains(text, "BPF program count_raw_tracepoint (id ") ||
		!strings.Contains(text, "on tracepoint task_rename: end process ") {
		t.Errorf("exit status %d, %s", status, text)
	}
}
