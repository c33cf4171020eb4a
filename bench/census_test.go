package bench_test

import (
	"testing"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/results"
)

// slowClock is one on a CPU that is slow in some visits, as its canaries show.
func slowClock(slow func(visit int) bool) func(results.Arm, bench.Request) bench.Timing {
	visit := -1
	return func(_ results.Arm, r bench.Request) bench.Timing {
		canary := int64(1000)
		if visit++; slow(visit) {
			canary = 1700
		}
		timing := bench.Timing{Timing: results.Timing{Chunks: make([]int64, r.Chunks), Canaries: make([]int64, r.Chunks+1)}}
		for i := range timing.Canaries {
			timing.Canaries[i] = canary
		}
		return timing
	}
}

// TestRunAddsBlocks shows that a run on a CPU that is slow for a while goes on
// until as many blocks count as were planned, and no further than it may.
func TestRunAddsBlocks(t *testing.T) {
	for name, test := range map[string]struct {
		slow int // blocks at the start
		most int
		want int
	}{
		"undisturbed":    {0, 12, 4},
		"slow at first":  {3, 12, 7},
		"slow for long":  {100, 12, 12},
		"not to be more": {3, 0, 4},
	} {
		t.Run(name, func(t *testing.T) {
			plan := smallPlan()
			plan.Most = test.most
			kernel := &fake.Kernel{Clock: slowClock(func(visit int) bool { // the first two show the fastest
				return visit > 1 && visit/len(plan.Arms) < test.slow
			})}
			vs, err := visits(t.Context(), plan, kernel.Lab())
			if err != nil || len(vs) != test.want*len(plan.Arms) {
				t.Errorf("%d visits, %v; want %d blocks of %d", len(vs), err, test.want, len(plan.Arms))
			}
		})
	}
}
