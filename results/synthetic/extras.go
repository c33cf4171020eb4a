package synthetic

import "github.com/probecost/probecost/results"

// extras are what a visit holds beside the timings of its workers.
func (s *session) extras(v *results.Visit) {
	s.spin(v)
	if v.Stats {
		v.Runs = v.Driven
		v.RunTimeNS = int64(s.Body * float64(v.Runs))
	}
	if ns := s.Attach[v.Attach]; ns > 0 {
		v.AttachNS = int64(ns * (1 + s.rng.ExpFloat64()/10))
		v.LoadNS, v.DetachNS = 2*v.AttachNS, 10*v.AttachNS
	}
	if s.Counters {
		events := float64(s.plan.Ops * s.plan.Chunks * s.events()) // of the first worker
		v.Counters = &results.Counters{
			KernelInstructions: uint64(2 * events * s.cost(v.Arm)), KernelCycles: uint64(3 * events * s.cost(v.Arm)),
			UserInstructions: uint64(10 * events), UserCycles: uint64(12 * events),
		}
	}
}

// spin measures the known work by itself.
func (s *session) spin(v *results.Visit) {
	if v.Attach != "spin" {
		return
	}
	v.Spin = &results.Spin{Turns: int64(s.Spin / 10), Instructions: int64(s.Spin * 3.5)}
	v.Spin.Chunks, v.Spin.Canaries = s.times(s.Spin * float64(s.plan.Ops))
}
