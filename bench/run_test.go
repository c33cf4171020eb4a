package bench_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

func smallPlan() results.Plan {
	return results.Plan{
		Blocks: 4, Chunks: 10, Ops: 5, Warmup: 3, Seed: 1,
		Arms: bench.Arms(workloads.All[:2], bench.Subjects(bpf.Handlers, []attach.Type{attach.Base, attach.Kprobe}), bench.Plain),
	}
}

// fault is a fault of one step.
func fault(step string) map[string]error { return map[string]error{step: fake.ErrFault} }

// visits carries out a plan and returns what it yields.
func visits(ctx context.Context, plan results.Plan, lab bench.Lab) (vs []results.Visit, err error) {
	for v, err := range bench.Run(ctx, plan, lab) {
		if err != nil {
			return vs, err
		}
		vs = append(vs, v)
	}
	return vs, nil
}

func TestRunVisitsEveryArmOncePerBlock(t *testing.T) {
	kernel := &fake.Kernel{}
	plan := smallPlan()
	vs, err := visits(t.Context(), plan, kernel.Lab())
	if err != nil {
		t.Fatal(err)
	}
	if len(vs) != plan.Blocks*len(plan.Arms) {
		t.Errorf("%d visits, want %d", len(vs), plan.Blocks*len(plan.Arms))
	}
	for i, v := range vs {
		if v.Block != i/len(plan.Arms) || v.Order != i%len(plan.Arms) {
			t.Errorf("visit %d is block %d, order %d", i, v.Block, v.Order)
		}
		if want := bench.Order(plan, v.Block)[v.Order]; v.Arm != want {
			t.Errorf("visit %d is of %s, want %s", i, v.Arm, want)
		}
		if v.Driven != 3+10*5+1 {
			t.Errorf("%s: %d events driven", v.Arm, v.Driven)
		}
		if counts := v.Handler != "empty" && v.Attach != "base"; counts != (v.Seen != nil) {
			t.Errorf("%s: seen is %v", v.Arm, v.Seen)
		}
	}
	if kernel.Started != plan.Blocks || kernel.Workers != 0 || kernel.Loaded != 0 {
		t.Errorf("%d workers for %d blocks, %d still alive, %d probes left", kernel.Started, plan.Blocks, kernel.Workers, kernel.Loaded)
	}
}

// TestRunFaults injects one fault each: the run stops, says why, and leaves
// neither worker nor probe behind.
func TestRunFaults(t *testing.T) {
	for name, test := range map[string]struct {
		kernel  *fake.Kernel
		invalid bool
		want    string
	}{
		"load":                  {&fake.Kernel{Faults: fault("load")}, false, "fault injected"},
		"attach":                {&fake.Kernel{Faults: fault("attach")}, false, "fault injected"},
		"worker":                {&fake.Kernel{Faults: fault("time")}, false, "fault injected"},
		"does not fire":         {&fake.Kernel{Silent: true}, true, "the program ran 0 times for 1 events"},
		"events are missed":     {&fake.Kernel{Blind: 1}, true, "the handler saw 53 of 54 events"},
		"worker does not start": {&fake.Kernel{Faults: fault("start")}, false, "fault injected"},
		"bpf stats":             {&fake.Kernel{Watched: 1000}, true, "switched bpf stats on"},
	} {
		t.Run(name, func(t *testing.T) {
			kernel := test.kernel
			_, err := visits(t.Context(), smallPlan(), kernel.Lab())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			var invalid *bench.InvalidError
			if errors.As(err, &invalid) != test.invalid {
				t.Errorf("error %v: invalid measurement is %v", err, !test.invalid)
			}
			if kernel.Workers != 0 || kernel.Loaded != 0 {
				t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
			}
		})
	}
}

// TestRunIsBounded shows that no block starts after the plan's time is up, and
// that the one in hand is finished.
func TestRunIsBounded(t *testing.T) {
	kernel := &fake.Kernel{}
	lab := kernel.Lab()
	var now time.Time
	lab.Now = func() time.Time { now = now.Add(time.Second); return now }
	plan := smallPlan()
	plan.TimeNS = int64(time.Second)
	vs, err := visits(t.Context(), plan, lab)
	if err != nil || len(vs) != len(plan.Arms) {
		t.Errorf("%d visits, %v; want one block of %d", len(vs), err, len(plan.Arms))
	}
}

// TestRunWithSeveralWorkers shows that an arm's workers all drive, and that
// their events are added up.
func TestRunWithSeveralWorkers(t *testing.T) {
	kernel := &fake.Kernel{}
	plan := smallPlan()
	plan.CPUs = []int{0, 1, 2}
	plan.Arms = bench.Arms(workloads.All[:1], bench.Subjects(bpf.Handlers[:1], []attach.Type{attach.Base, attach.Kprobe}), bench.Variants(3, true))
	vs, err := visits(t.Context(), plan, kernel.Lab())
	if err != nil {
		t.Fatal(err)
	}
	if kernel.Started != 3*plan.Blocks || kernel.Workers != 0 {
		t.Errorf("%d workers started, %d are alive", kernel.Started, kernel.Workers)
	}
	for _, v := range vs {
		if len(v.Others) != v.Workers-1 {
			t.Errorf("%s: %d other workers", v.Arm, len(v.Others))
		}
		if want := uint64(v.Workers * (3 + 10*5 + 1)); v.Driven != want {
			t.Errorf("%s: %d events driven, want %d", v.Arm, v.Driven, want)
		}
	}
}

func TestRunIsInterrupted(t *testing.T) {
	kernel := &fake.Kernel{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range bench.Run(ctx, smallPlan(), kernel.Lab()) {
		if n++; n == 5 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || n != 6 {
		t.Errorf("%d visits, the last with error %v", n, last)
	}
	if kernel.Workers != 0 || kernel.Loaded != 0 {
		t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
	}
}

func TestProve(t *testing.T) {
	arm := results.Arm{Workload: "task_rename", Handler: "empty", Attach: "kprobe"}
	good := &fake.Kernel{}
	proof, err := good.Lab().Prove(t.Context(), 0, arm, good.Worker())
	if err != nil {
		t.Fatal(err)
	}
	if proof.Handler != "fields" || proof.Record != "7265636f7264" || proof.Driven != 16 || proof.Seen != 16 {
		t.Errorf("Prove() = %+v", proof)
	}
	for name, test := range map[string]struct {
		kernel *fake.Kernel
		want   string
	}{
		"another record": {&fake.Kernel{Garbled: true}, `captured "secord", the workload caused "record"`},
		"missed":         {&fake.Kernel{Blind: 1}, "saw 15 of 16"},
		"does not load":  {&fake.Kernel{Faults: fault("load")}, "fault injected"},
	} {
		t.Run(name, func(t *testing.T) {
			kernel := test.kernel
			_, err := kernel.Lab().Prove(t.Context(), 0, arm, kernel.Worker())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if kernel.Loaded != 0 {
				t.Errorf("%d probes left", kernel.Loaded)
			}
		})
	}
}

// TestVisitIsMadeAgain shows that a moment in which somebody else had bpf stats
// on costs a visit, and not the run.
func TestVisitIsMadeAgain(t *testing.T) {
	kernel := &fake.Kernel{Watched: 2}
	plan := smallPlan()
	vs, err := visits(t.Context(), plan, kernel.Lab())
	if err != nil || len(vs) != plan.Blocks*len(plan.Arms) {
		t.Errorf("%d visits, %v", len(vs), err)
	}
	if kernel.Watched != 0 || kernel.Loaded != 0 {
		t.Errorf("%d disturbances are left, %d probes", kernel.Watched, kernel.Loaded)
	}
}
