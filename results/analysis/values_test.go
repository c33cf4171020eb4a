package analysis

import (
	"math"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

// TestCleanValues: of a recording of one block, the cost is the 10th percentile
// of the values, and there are as many as clean chunks.
func TestCleanValues(t *testing.T) {
	plan := results.Plan{
		Seed: 3, Blocks: 1, Chunks: 200, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "kprobe"}),
	}
	rec := synthetic.Noisy().Time(plan, synthetic.Interleaved)
	ts, err := Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ts[0].Rows {
		values := ts[0].Run.CleanValues(r.Arm)
		if len(r.Costs) != 1 || math.Abs(percentile(values, costPercentile)-r.Costs[0].Value) > 1e-9 {
			t.Errorf("%s: %v of %d values, the cost is %v", r.Arm, percentile(values, costPercentile), len(values), r.Costs)
		}
		if want := *r.CleanShare * 200; math.Abs(float64(len(values))-want) > 1e-6 {
			t.Errorf("%s: %d values, %v clean chunks", r.Arm, len(values), want)
		}
	}
}

// TestNoCleanValues: there are none of a visit that does not count, of an arm
// that there is not, and of counts.
func TestNoCleanValues(t *testing.T) {
	plan := results.Plan{
		Seed: 3, Blocks: 2, Chunks: 50, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "kprobe"}),
	}
	rec := synthetic.Noisy().Time(plan, synthetic.Interleaved)
	for i := range rec.Visits {
		rec.Visits[i].Migrated = rec.Visits[i].Attach == "kprobe"
	}
	ts, err := Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, attach := range []string{"kprobe", "fentry"} {
		if values := ts[0].Run.CleanValues(results.Arm{Workload: "task_rename", Handler: "empty", Attach: attach, Workers: 1}); len(values) > 0 {
			t.Errorf("%s: %d values", attach, len(values))
		}
	}
	if len(ts[0].Run.CleanValues(plan.Arms[0])) == 0 {
		t.Error("base: no values")
	}
	plan.Discard = 1
	ts, err = Analyze(synthetic.Exact().Count(plan))
	if err != nil {
		t.Fatal(err)
	}
	if values := ts[0].Run.CleanValues(plan.Arms[0]); len(values) > 0 {
		t.Errorf("of counts: %d values", len(values))
	}
}
