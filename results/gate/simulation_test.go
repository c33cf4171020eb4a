package gate_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/gate"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// Whole gates, simulated: recordings of a machine on which every session has
// luck of its own, which no block of it shows. Of the 3000 pushes of the method
// 100 are simulated unless make prove asks for all.

// arm is what an attach type costs, in nanoseconds, and how its sessions differ.
type arm struct {
	overhead float64
	noise    synthetic.Noise
	scale    float64
}

// arms are twelve. The scales are those of a virtual machine, where sessions of
// an arm of 20 to 90 ns had standard deviations of 0.3 to 2 ns; or of a quieter
// one, with stray sessions of any size.
var arms = []arm{
	{20, synthetic.Gaussian, 0.3}, {60, synthetic.Gaussian, 0.5}, {300, synthetic.Gaussian, 2},
	{20, synthetic.Spikes, 0.1}, {60, synthetic.Spikes, 0.1}, {300, synthetic.Spikes, 0.4},
	{20, synthetic.Bimodal, 0.05}, {60, synthetic.Bimodal, 0.08}, {300, synthetic.Bimodal, 0.3},
	{20, synthetic.Autocorrelated, 0.3}, {60, synthetic.Autocorrelated, 0.5}, {300, synthetic.Autocorrelated, 2},
}

// machine records sessions of two builds, of which the new one adds so much to
// each arm.
type machine struct {
	arms  []arm
	added []float64
	rng   *rand.Rand
	last  []float64 // luck of the last session, by arm
	made  int
	most  int // sessions of a build in any round
}

func newMachine(rng *rand.Rand, arms []arm, added ...float64) *machine {
	return &machine{arms: arms, added: added, rng: rng, last: make([]float64, len(arms))}
}

func (m *machine) record(s gate.Session) (*results.Recording, error) {
	one := synthetic.Machine{Kernel: "6.12.9-synthetic", Base: map[string]float64{"task_rename": 264}, Overhead: map[string]float64{}}
	attach := []string{"base", "base2"}
	for i, a := range m.arms {
		m.last[i] = a.noise(m.rng, m.last[i])
		name := fmt.Sprint("type", i)
		attach = append(attach, name)
		one.Overhead[name] = a.overhead + a.scale*m.last[i]
		if s.Build == gate.New {
			one.Overhead[name] += m.added[i]
		}
	}
	m.made++
	m.most = max(m.most, s.Turn)
	rec := one.Time(results.Plan{Seed: uint64(m.made), Blocks: 8, Chunks: 8, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, attach)}, synthetic.Interleaved)
	rec.Name = fmt.Sprintf("%v-%d", s.Build, s.Turn)
	rec.Header.Started = rec.Header.Started.Add(time.Duration(m.made) * time.Minute)
	return rec, nil
}

var auto = gate.Options{Threshold: verdict.Paired, Most: 60}

// push is the report of a gate.
func (m *machine) push(t *testing.T) *compare.Report {
	t.Helper()
	r, err := gate.Builds(auto, m.record, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pushes is how many are simulated, of so many.
func pushes(all int) int {
	if os.Getenv("PROBECOST_PROVE") == "" {
		return all / 30
	}
	return all
}

// TestProveGateIsQuiet: of unchanged pushes of twelve arms, at most one in a
// hundred raises an alarm.
func TestProveGateIsQuiet(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	n, alarms, sessions, verdicts := pushes(3000), 0, 0, map[verdict.Verdict]int{}
	for range n {
		m := newMachine(rng, arms, make([]float64, len(arms))...)
		r := m.push(t)
		sessions += m.most
		for _, row := range r.Pairs[0].Rows {
			verdicts[row.Verdict]++
		}
		if r.Verdict == verdict.Worse {
			alarms++
		}
	}
	t.Logf("%d alarms in %d unchanged pushes, of %d sessions each on average; of the arms: %v", alarms, n, sessions/n, verdicts)
	if alarms*100 > n {
		t.Errorf("%d alarms in %d pushes, want at most 1 %%", alarms, n)
	}
	// A gate that never knows would be quiet too.
	if same := verdicts[verdict.Same]; same < n*len(arms)*95/100 {
		t.Errorf("only %d of %d arms were found to be the same", same, n*len(arms))
	}
}

// TestProveGateFinds: of 100 ns that became 3 % more, at least 95 % are found,
// whatever the noise, by itself and as one arm of twelve.
func TestProveGateFinds(t *testing.T) {
	for i, a := range []arm{
		{100, synthetic.Gaussian, 0.8}, {100, synthetic.Spikes, 0.15}, {100, synthetic.Bimodal, 0.15}, {100, synthetic.Autocorrelated, 0.8},
	} {
		for _, among := range []int{1, len(arms)} {
			rng := rand.New(rand.NewPCG(5, uint64(2+i)))
			watched := append([]arm{a}, arms[1:among]...)
			added := make([]float64, among)
			added[0] = 3
			n, found, sessions := pushes(600), 0, 0
			for range n {
				m := newMachine(rng, watched, added...)
				if m.push(t).Pairs[0].Rows[0].Verdict == verdict.Worse {
					found++
				}
				sessions += m.most
			}
			t.Logf("noise %d, one of %d arms: %.1f %% of %d found, by %d sessions each on average", i, among, 100*float64(found)/float64(n), n, sessions/n)
			if found*100 < n*95 {
				t.Errorf("noise %d, one of %d arms: only %d of %d found", i, among, found, n)
			}
		}
	}
}
