package history

import (
	"math/rand/v2"
	"testing"

	"github.com/probecost/probecost/results/verdict"
)

// simulated is the gate's verdict on a series of 22 sessions, the last two of
// which cost so much more.
func simulated(rng *rand.Rand, overhead, sd, more float64) verdict.Verdict {
	s := Series{Metric: "ns/event"}
	for i, x := range noise(rng, window+2, overhead, sd) {
		if i >= window {
			x += more
		}
		s.Points = append(s.Points, Point{Figure: Figure{Arm: kprobe, Overhead: x}})
	}
	return gate(s, -1).Verdict
}

// TestGateSimulated: of 3000 unchanged pushes of twelve series, of which
// sessions differ by 0.5 to 5 %, at most one in a hundred raises an alarm; 5 %
// more is found where sessions differ by 1 %.
func TestGateSimulated(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	const pushes = 3000
	alarms := 0
	for range pushes {
		var all []verdict.Verdict
		for i := range 12 {
			overhead := []float64{20, 60, 300}[i%3]
			share := []float64{0.005, 0.01, 0.02, 0.05}[i/3]
			all = append(all, simulated(rng, overhead, share*overhead, 0))
		}
		if verdict.Overall(all...) == verdict.Worse {
			alarms++
		}
	}
	t.Logf("%d alarms in %d unchanged pushes", alarms, pushes)
	if alarms*100 > pushes {
		t.Errorf("%d alarms in %d pushes, want at most 1 %%", alarms, pushes)
	}
	found := 0
	for range 1000 {
		if simulated(rng, 100, 1, 5) == verdict.Worse {
			found++
		}
	}
	if t.Logf("%d of 1000 found", found); found < 850 {
		t.Errorf("only %d of 1000 changes were found", found)
	}
}
