package bench

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
)

// TestMeasuring: the step names the arm that comes next, until there is none.
func TestMeasuring(t *testing.T) {
	plan := results.Plan{Blocks: 2, Seed: 7, Arms: []results.Arm{{Attach: "base"}, {Attach: "kprobe"}, {Attach: "fentry"}}}
	for visits, want := range []Step{
		{Done: 0, Total: 6, Block: 1, Blocks: 2, Arm: Order(plan, 0)[0]},
		{Done: 1, Total: 6, Block: 1, Blocks: 2, Arm: Order(plan, 0)[1]},
		{Done: 2, Total: 6, Block: 1, Blocks: 2, Arm: Order(plan, 0)[2]},
		{Done: 3, Total: 6, Block: 2, Blocks: 2, Arm: Order(plan, 1)[0]},
		{Done: 4, Total: 6, Block: 2, Blocks: 2, Arm: Order(plan, 1)[1]},
		{Done: 5, Total: 6, Block: 2, Blocks: 2, Arm: Order(plan, 1)[2]},
		{Done: 6, Total: 6, Block: 2, Blocks: 2},
	} {
		want.Stage = StageMeasuring
		if diff := cmp.Diff(want, Measuring(plan, visits, 2)); diff != "" {
			t.Errorf("after %d visits (-want +got):\n%s", visits, diff)
		}
	}
}

func TestForecast(t *testing.T) {
	extensible := results.Plan{Blocks: 30, Most: 90}
	for name, test := range map[string]struct {
		plan               results.Plan
		measured, counting int
		elapsed            time.Duration
		want               int
	}{
		"nothing yet":               {extensible, 0, 0, 0, 30},
		"all count":                 {extensible, 10, 10, 0, 30},
		"half of them count":        {extensible, 19, 9, 0, 19 + 42},
		"none counts":               {extensible, 29, 0, 0, 90},
		"one is missing":            {extensible, 30, 29, 0, 32},
		"enough":                    {extensible, 34, 30, 0, 34},
		"the last there may be":     {extensible, 90, 3, 0, 90},
		"not to be extended":        {results.Plan{Blocks: 30}, 20, 1, 0, 30},
		"half of the time is up":    {results.Plan{Blocks: 30, TimeNS: 20e9}, 5, 5, 10 * time.Second, 11},
		"time is up":                {results.Plan{Blocks: 30, TimeNS: 20e9}, 5, 5, 21 * time.Second, 5},
		"time enough":               {results.Plan{Blocks: 30, TimeNS: 20e9}, 5, 5, time.Second, 30},
		"a clock that stands still": {results.Plan{Blocks: 30, TimeNS: 20e9}, 5, 5, 0, 30},
	} {
		t.Run(name, func(t *testing.T) {
			if got := forecast(test.plan, test.measured, test.counting, test.elapsed); got != test.want {
				t.Errorf("%d blocks, want %d", got, test.want)
			}
		})
	}
}

// TestForecastHolds carries out runs in which blocks count by chance: from a
// third of the planned blocks on, the forecast is near what came.
func TestForecastHolds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	plan := results.Plan{Blocks: 120, Most: 480}
	for _, share := range []float64{0.3, 0.5, 0.8, 1} {
		var forecasts []int
		counting, measured := 0, 0
		for ; measured < plan.Blocks || measured < plan.Most && counting < plan.Blocks; measured++ {
			forecasts = append(forecasts, forecast(plan, measured, counting, 0))
			if rng.Float64() < share {
				counting++
			}
		}
		for i, got := range forecasts[plan.Blocks/3:] {
			if ratio := float64(got) / float64(measured); ratio < 0.7 || ratio > 1.4 {
				t.Errorf("of blocks %.0f %% count: after %d of them %d are forecast, and %d came", 100*share, i+plan.Blocks/3, got, measured)
			}
		}
	}
}
