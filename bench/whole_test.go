package bench_test

import (
	"math"
	"testing"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/workloads"
)

// TestWholeProgram runs all of it, from the options to the estimates, without
// root and without time passing: on a kernel that does not exist, with the
// clock of a machine whose overheads are known, and which drifts, is slow half
// of the time, and is disturbed in every other way.
func TestWholeProgram(t *testing.T) {
	machine := synthetic.Noisy()
	sums, runs := map[string]float64{}, 12
	for seed := range runs {
		for arm, overhead := range wholeRun(t, machine, uint64(seed)) {
			sums[arm] += overhead / float64(runs)
		}
	}
	for name, truth := range machine.Overhead {
		want := truth * machine.Usual()
		if bias := sums[name] - want; math.Abs(bias) > 0.5 {
			t.Errorf("%s: %.2f ns on average of %d runs, want %.2f: a bias of %.2f ns", name, sums[name], runs, want, bias)
		}
	}
}

// wholeRun measures once and returns the overheads by attach type.
func wholeRun(t *testing.T, machine synthetic.Machine, seed uint64) map[string]float64 {
	t.Helper()
	o := smallOptions()
	o.Handlers = []string{"empty"}
	o.Plan = bench.Full
	o.Plan.Seed = seed
	o.Plan.Most = 0 // the machine's age is reckoned in blocks
	plan := o.Plan
	plan.Arms = bench.Arms(workloads.All[:1], bench.Subjects(bpf.Handlers[:1], attach.All), bench.Plain)
	visit := machine.Visits(plan)
	kernel := &fake.Kernel{Clock: func(arm results.Arm, _ bench.Request) bench.Timing { return fake.Timing(visit(arm)) }}
	rec, err := record(t, t.Context(), o, kernel)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	overheads := map[string]float64{}
	for _, row := range tables[0].Rows {
		if row.Estimate != nil {
			overheads[row.Attach] = row.Estimate.Overhead
		}
	}
	return overheads
}
