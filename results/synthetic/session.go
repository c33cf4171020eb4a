package synthetic

import (
	"math"
	"math/rand/v2"

	"github.com/probecost/probecost/results"
)

// clockCost is what reading the clock takes, in nanoseconds.
const clockCost = 25

// session is a run in progress.
type session struct {
	Machine
	plan  results.Plan
	rng   *rand.Rand
	pace  float64 // of work at this moment, relative to the fastest
	left  float64 // ns until it may change
	step  float64 // a further factor
	stays float64 // ns until it may change
	waves map[results.Arm]float64
}

// visit stays at an arm; age grows from 0 to 1 in the course of the run.
func (s *session) visit(stay Stay, age float64) results.Visit {
	perEvent := s.cost(stay.Arm) + s.Drift*age + s.luck() + s.wave(stay.Arm)
	perChunk := perEvent * float64(s.plan.Ops*s.events())
	v := results.Visit{
		Arm:         stay.Arm,
		Block:       stay.Block,
		Order:       stay.Order,
		EventsPerOp: s.events(),
		ClockCost:   clockCost,
		Driven:      uint64(s.plan.Ops * s.events() * s.plan.Chunks * stay.Arm.Workers),
	}
	v.Chunks, v.Canaries = s.times(perChunk)
	for i := range max(1, stay.Arm.Workers) - 1 {
		other := results.Timing{CPU: s.otherCPU(i), ClockCost: clockCost}
		other.Chunks, other.Canaries = s.times(perChunk)
		v.Others = append(v.Others, other)
	}
	s.extras(&v)
	return v
}

// times are the chunks of one worker, and its canaries.
func (s *session) times(perChunk float64) (chunks, canaries []int64) {
	canaries = []int64{s.canary()}
	for range s.plan.Chunks {
		chunks = append(chunks, s.chunk(perChunk))
		canaries = append(canaries, s.canary())
	}
	return chunks, canaries
}

// otherCPU is the i-th of those beside the bench CPU.
func (s *session) otherCPU(i int) int {
	for _, cpu := range s.plan.CPUs {
		if cpu == s.plan.CPU {
			continue
		}
		if i == 0 {
			return cpu
		}
		i--
	}
	return s.plan.CPU + 1 + i
}

// luck is that of a visit with its place in memory.
func (s *session) luck() float64 {
	luck := s.rng.NormFloat64() * s.Layout
	if s.rng.Float64() < s.Far {
		luck += 10 * s.Layout
	}
	return luck
}

// wave is an autoregressive process of order 1 from block to block of an arm.
func (s *session) wave(a results.Arm) float64 {
	if s.Wave == 0 {
		return 0
	}
	innovation := s.rng.NormFloat64() * s.Wave
	before, ok := s.waves[a]
	if ok {
		innovation = before*s.Correlation + innovation*math.Sqrt(1-s.Correlation*s.Correlation)
	}
	s.waves[a] = innovation
	return innovation
}

func (s *session) chunk(ns float64) int64 {
	ns *= 1 + s.Jitter*s.rng.ExpFloat64()
	if s.rng.Float64() < s.Spikes {
		ns += s.Spike
	}
	return int64(math.Round(s.pass(ns))) + clockCost
}

func (s *session) canary() int64 {
	ns := s.Canary
	if ns == 0 {
		ns = 6000
	}
	return int64(math.Round(s.pass(ns * (1 + s.CanaryJitter*s.rng.ExpFloat64()))))
}

// pass lets ns of work at full speed go by and returns how long it took. The
// speed changes between pieces of work.
func (s *session) pass(ns float64) float64 {
	if s.left <= 0 {
		s.pace = s.nextPace()
		s.left = s.SlowFor * s.rng.ExpFloat64()
	}
	if s.stays <= 0 {
		s.step, s.stays = 1, math.Inf(1)
		if len(s.Steps) > 0 {
			s.step, s.stays = s.Steps[s.rng.IntN(len(s.Steps))], s.StepFor*s.rng.ExpFloat64()
		}
	}
	ns *= s.pace * s.step
	s.left -= ns
	s.stays -= ns
	return ns
}

func (s *session) nextPace() float64 {
	pace := 1.0
	if len(s.Turbo) > 0 {
		pace = s.Turbo[s.rng.IntN(len(s.Turbo))]
	}
	if s.Slow > 0 && s.rng.Float64() < s.Slow {
		pace *= s.SlowFactor
	}
	return pace
}
