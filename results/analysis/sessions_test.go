package analysis_test

import (
	"math"
	"testing"

	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

// stepping is a machine whose CPU is at one of several speeds for about three
// of thirty blocks at a time, as on the virtual machine that the method was
// tried on.
func stepping() synthetic.Machine {
	return synthetic.Machine{
		Base:     map[string]float64{"task_rename": 140},
		Overhead: map[string]float64{"tracepoint": 33, "raw_tracepoint": 18},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.4,
		Steps: []float64{1, 1.026, 1.051}, StepFor: 11e6,
	}
}

// TestSessions measures five times, and expects that the interval of at least
// four holds the mean of all: on a CPU of several speeds and on one of one.
func TestSessions(t *testing.T) {
	steady := stepping()
	steady.Steps = nil
	for _, c := range []struct {
		name    string
		machine synthetic.Machine
	}{{"stepping", stepping()}, {"steady", steady}} {
		const experiments = 100
		good, unwidened := map[string]int{}, map[string]int{}
		for x := range experiments {
			var sessions []analysis.Table
			for session := range 5 {
				p := plan(30)
				p.Seed = uint64(x*5 + session)
				sessions = append(sessions, only(t, c.machine.Time(p, synthetic.Interleaved)))
			}
			for _, attach := range []string{"tracepoint", "raw_tracepoint"} {
				with, without := holdMean(sessions, attach)
				if with >= 4 {
					good[attach]++
				}
				if without >= 4 {
					unwidened[attach]++
				}
			}
		}
		for attach, n := range good {
			t.Logf("%s, %s: %d %% of experiments, %d %% without the CPU's speed", c.name, attach, n*100/experiments, unwidened[attach]*100/experiments)
			if n < experiments*9/10 {
				t.Errorf("%s, %s: only %d of %d experiments", c.name, attach, n, experiments)
			}
		}
	}
}

// holdMean counts the sessions whose interval holds the mean of all, with and
// without what the CPU's speed adds.
func holdMean(sessions []analysis.Table, attach string) (with, without int) {
	mean := 0.0
	for _, s := range sessions {
		mean += s.Row(attach).Estimate.Overhead / float64(len(sessions))
	}
	for _, s := range sessions {
		e := s.Row(attach).Estimate
		if e.Interval.Lo <= mean && mean <= e.Interval.Hi {
			with++
		}
		if math.Abs(e.Overhead-mean) <= 1.96*e.Interval.SE {
			without++
		}
	}
	return with, without
}

// TestSteady checks that a CPU of one speed widens nothing, and that no speed
// makes it harder to tell an overhead from none.
func TestSteady(t *testing.T) {
	m := stepping()
	m.Steps = nil
	e := only(t, m.Time(plan(30), synthetic.Interleaved)).Row("tracepoint").Estimate
	if i := e.Interval; i.Speed > i.HalfWidth()/10 {
		t.Errorf("a steady CPU is unsure by %v ns of %v", i.Speed, e.Overhead)
	}
	m = stepping()
	table := only(t, m.Time(plan(30), synthetic.Interleaved))
	i := table.Row("tracepoint").Estimate.Interval
	if i.Speed <= 0 || math.Abs(i.MDE-3*i.SE) > 1e-9 || i.HalfWidth() <= 1.96*i.SE {
		t.Errorf("%+v", i)
	}
	if aa := table.Row("base2").Estimate.Interval; aa.Speed != 0 {
		t.Errorf("the A/A control is unsure by the CPU's speed: %+v", aa)
	}
}
