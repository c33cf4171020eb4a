package analysis

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// The gate of old against new in one session, simulated: a pilot of 30 blocks
// sizes the run, the run is judged, and what is worse is confirmed by a fresh
// one. Of the 3000 pushes of the method 100 are simulated unless make prove asks
// for all.

// most is how many blocks a gate measures.
const most = 400

// gated is a series that a gate watches.
type gated struct {
	overhead float64 // ns, of old
	noise    synthetic.Noise
	scale    float64 // ns, of a block's noise
}

// watched are twelve, of four kinds of noise. The standard deviation of the
// difference of old and new is 1 to 3 ns a block, as it was on a virtual
// machine, or has spikes of any size.
var watched = []gated{
	{20, synthetic.Gaussian, 1}, {60, synthetic.Gaussian, 2}, {300, synthetic.Gaussian, 3},
	{20, synthetic.Spikes, 0.5}, {60, synthetic.Spikes, 1}, {300, synthetic.Spikes, 1.5},
	{20, synthetic.Bimodal, 0.2}, {60, synthetic.Bimodal, 0.4}, {300, synthetic.Bimodal, 0.6},
	{20, synthetic.Autocorrelated, 1}, {60, synthetic.Autocorrelated, 2}, {300, synthetic.Autocorrelated, 3},
}

// threshold is what matters of it.
func (g gated) threshold() float64 { return verdict.Paired.Of(g.overhead) }

// blocks are how many a pilot says that the series needs.
func (g gated) blocks(rng *rand.Rand, change float64) int {
	_, pilot := estimate(g.noise.Draw(rng, 30, change, g.scale))
	return verdict.Blocks(30, pilot.SE, g.threshold())
}

// judge is the verdict of one run.
func (g gated) judge(rng *rand.Rand, blocks int, change float64) verdict.Verdict {
	found, i := estimate(g.noise.Draw(rng, blocks, change, g.scale))
	return verdict.Judge(found, i.SE, g.threshold())
}

// push is the verdict on each series, all of which changed by so many
// nanoseconds. They are arms of the same blocks: the noisiest decides on their
// number.
func push(rng *rand.Rand, series []gated, change float64) []verdict.Verdict {
	blocks := 30
	for _, g := range series {
		blocks = max(blocks, g.blocks(rng, change))
	}
	blocks = min(blocks, most)
	all := make([]verdict.Verdict, len(series))
	for i, g := range series {
		if all[i] = g.judge(rng, blocks, change); all[i] == verdict.Worse {
			all[i] = verdict.Confirmed(all[i], g.judge(rng, blocks, change))
		}
	}
	return all
}

// pushes is how many are simulated, of so many.
func pushes(all int) int {
	if os.Getenv("PROBECOST_PROVE") == "" {
		return all / 30
	}
	return all
}

// TestProveGateIsQuiet: of unchanged pushes of twelve series, at most one in a
// hundred raises an alarm.
func TestProveGateIsQuiet(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	n, alarms, verdicts := pushes(3000), 0, map[verdict.Verdict]int{}
	for range n {
		all := push(rng, watched, 0)
		for _, v := range all {
			verdicts[v]++
		}
		if verdict.Overall(all...) == verdict.Worse {
			alarms++
		}
	}
	t.Logf("%d alarms in %d unchanged pushes; of the series: %v", alarms, n, verdicts)
	if alarms*100 > n {
		t.Errorf("%d alarms in %d pushes, want at most 1 %%", alarms, n)
	}
	// A gate that never knows would be quiet too.
	if same := verdicts[verdict.Same]; same < n*len(watched)*95/100 {
		t.Errorf("only %d of %d series were found to be the same", same, n*len(watched))
	}
}

// TestProveGateFinds: of 100 ns that became 3 % more, at least 95 % are found,
// whatever the noise.
func TestProveGateFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, c := range []struct {
		name string
		gated
	}{
		{"gaussian", gated{100, synthetic.Gaussian, 2}}, {"spikes", gated{100, synthetic.Spikes, 1}},
		{"bimodal", gated{100, synthetic.Bimodal, 0.4}}, {"autocorrelated", gated{100, synthetic.Autocorrelated, 2}},
	} {
		n, found := pushes(3000), 0
		for range n {
			if push(rng, []gated{c.gated}, 3)[0] == verdict.Worse {
				found++
			}
		}
		t.Logf("%s: %.1f %% of %d found", c.name, 100*float64(found)/float64(n), n)
		if found*100 < n*95 {
			t.Errorf("%s: only %d of %d found", c.name, found, n)
		}
	}
}
