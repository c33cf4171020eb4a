// Package synthetic makes recordings of a machine that does not exist, whose
// true overheads are therefore known: the analysis can be held against them.
// A recording is a function of the machine, the plan and the plan's seed.
package synthetic

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/probecost/probecost/results"
)

// Machine describes how fast a machine is, and all that disturbs it. The zero
// value of a disturbance is its absence. Times are in nanoseconds.
type Machine struct {
	Kernel      string
	Base        map[string]float64 // workload → an event without a probe
	Overhead    map[string]float64 // attach type → what it adds to an event
	Work        map[string]float64 // handler → what that adds more
	Own         map[string]float64 // subject of an arm with a user's program → what that adds
	EventsPerOp int                // 0 means 1
	Canary      float64            // duration of the canary; 0 means 6000

	// Jitter is the mean of the exponential noise that is added to every
	// chunk, as a share of its duration.
	Jitter float64
	// CanaryJitter is the same for canaries.
	CanaryJitter float64
	// Drift is how much dearer an event is at the end of the run than at
	// its start, in a way that no canary shows.
	Drift float64
	// Slow is the share of time in which the CPU runs at 1/SlowFactor of
	// its speed, for about SlowFor at a time. Canaries are slowed too.
	Slow       float64
	SlowFactor float64
	SlowFor    float64
	// Turbo are factors by which the CPU is slower than at its fastest, one
	// of them for about SlowFor at a time. Canaries are slowed too.
	Turbo []float64
	// Steps are further such factors, one of them for about StepFor at a
	// time: what the CPU may do at all, for reasons that last.
	Steps   []float64
	StepFor float64
	// Spikes is the share of chunks to which something foreign adds Spike.
	Spikes float64
	Spike  float64
	// Layout is the standard deviation, per event, of the luck that a visit
	// has with its place in memory.
	Layout float64
	// Far is the share of visits that are unlucky by ten Layouts: the
	// distribution of the differences gets a second mode.
	Far float64
	// Wave is the standard deviation, per event, of what an arm's cost in
	// a block shares with the block before; Correlation is that of
	// successive blocks.
	Wave        float64
	Correlation float64

	// Spin is the known work of the arm "spin", per operation; it is added
	// to base in place of an overhead.
	Spin float64
	// Contention is what every further worker adds to an event.
	Contention float64
	// Stats is what bpf stats add to an event, and Body what they say that
	// the handler takes.
	Stats, Body float64
	// Attach is how long attaching takes by attach type; loading takes
	// twice that, and detaching ten times.
	Attach map[string]float64
	// Counters says that the hardware counts: 2 instructions and 3 cycles a
	// nanosecond in the kernel, and 10 and 12 per operation in user space.
	Counters bool
}

// Order is the sequence of a run's visits, as pairs of block and arm.
type Order func(plan results.Plan, rng *rand.Rand) []Stay

// Stay is one visit to come.
type Stay struct {
	Block, Order int
	Arm          results.Arm
}

// Interleaved visits every arm once a block, in a fresh random order.
func Interleaved(plan results.Plan, rng *rand.Rand) []Stay {
	var stays []Stay
	for b := range plan.Blocks {
		for order, i := range rng.Perm(len(plan.Arms)) {
			stays = append(stays, Stay{b, order, plan.Arms[i]})
		}
	}
	return stays
}

// Sequential measures one arm to the end, then the next: how it should not be
// done.
func Sequential(plan results.Plan, _ *rand.Rand) []Stay {
	var stays []Stay
	for order, a := range plan.Arms {
		for b := range plan.Blocks {
			stays = append(stays, Stay{b, order, a})
		}
	}
	return stays
}

// epoch is when every synthetic recording began.
var epoch = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// Time records a run by the clock.
func (m Machine) Time(plan results.Plan, order Order) *results.Recording {
	s := m.session(plan)
	stays := order(plan, s.rng)
	rec := m.recording(results.Time, plan)
	for i, stay := range stays {
		age := float64(i) / math.Max(1, float64(len(stays)-1))
		rec.Visits = append(rec.Visits, s.visit(stay, age))
	}
	return rec
}

// session starts a run.
func (m Machine) session(plan results.Plan) *session {
	rng := rand.New(rand.NewPCG(plan.Seed, 1))
	return &session{Machine: m, plan: plan, rng: rng, waves: map[results.Arm]float64{}}
}

// Visits returns a function that makes one visit after another, for a run that
// somebody else plans. The machine ages from 0 to 1 in the course of visits of
// all the plan's blocks.
func (m Machine) Visits(plan results.Plan) func(results.Arm) results.Visit {
	s, n := m.session(plan), 0
	total := math.Max(1, float64(plan.Blocks*len(plan.Arms)-1))
	return func(arm results.Arm) results.Visit {
		stay := Stay{Block: n / max(1, len(plan.Arms)), Arm: arm}
		age := float64(n) / total
		n++
		return s.visit(stay, age)
	}
}

// recording is one without visits, and complete.
func (m Machine) recording(metric results.Metric, plan results.Plan) *results.Recording {
	return &results.Recording{
		Name: "synthetic",
		Header: results.Header{
			Schema:  results.Schema,
			Metric:  metric,
			Started: epoch,
			Environment: results.Environment{
				Kernel: m.Kernel, Version: "#1 SMP", Arch: "amd64", CPU: "Synthetic CPU @ 2.10GHz",
				Online: "0-3", Clocksource: "tsc", Governor: "performance", SMT: "off",
			},
			Plan: plan,
		},
		End: &results.End{Finished: epoch.Add(time.Minute), Blocks: plan.Blocks},
	}
}

// events is the number of events of an operation.
func (m Machine) events() int { return max(1, m.EventsPerOp) }

// Usual is how much slower than at its fastest the CPU is on average, where
// nothing shares its core: the factor by which true costs are greater at its
// usual speed.
func (m Machine) Usual() float64 {
	paces := 1.0
	for _, steps := range [][]float64{m.Turbo, m.Steps} {
		sum := 0.0
		for _, pace := range steps {
			sum += pace
		}
		if len(steps) > 0 {
			paces *= sum / float64(len(steps))
		}
	}
	return paces
}

// added is what an arm's program adds to an event.
func (m Machine) added(a results.Arm) float64 {
	if a.Program != "" {
		return m.Own[a.Subject()]
	}
	added, program := m.Overhead[a.Attach]
	if program {
		added += m.Work[a.Handler]
	}
	return added
}

// cost is the true cost of an event on the undisturbed machine.
func (m Machine) cost(a results.Arm) float64 {
	cost := m.Base[a.Workload] + m.added(a) + m.Contention*float64(a.Workers-1)
	if a.Attach == "spin" {
		cost += m.Spin / float64(m.events())
	}
	if a.Stats {
		cost += m.Stats
	}
	return cost
}
