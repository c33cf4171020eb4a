package bench

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
)

// checkOps is how many operations show that a probe fires, and ownOps that a
// program of the user's own does, which need not run at each.
const (
	checkOps = 1
	ownOps   = 16
)

// stay does what happens while a probe is attached: check that it fires, time
// it, check that nothing was missed, ask what was attached.
func (lab Lab) stay(plan results.Plan, probe Probe, workers team, v *results.Visit) error {
	if err := lab.fires(probe, workers, v); err != nil {
		return err
	}
	if err := lab.timed(plan, probe, workers, v); err != nil {
		return err
	}
	if err := checkSeen(plan, probe, v); err != nil {
		return err
	}
	info, err := probe.Info()
	if info != nil {
		v.Attached = attached(info)
		v.BufferFill, v.LostSamples = info.BufferFill, info.LostSamples
	}
	return err
}

// firingOps is how many operations show that an arm's program fires. A run of a
// command is too dear to be for nothing.
func firingOps(arm results.Arm) int {
	switch {
	case arm.Workload == results.Drive && !hasProgram(arm):
		return 0
	case arm.Workload == results.Drive || arm.Program == "":
		return checkOps
	}
	return ownOps
}

// fires makes the kernel count the runs of this very program while a few
// events are caused.
func (lab Lab) fires(probe Probe, workers team, v *results.Visit) error {
	if firingOps(v.Arm) == 0 {
		return nil
	}
	driven, s, err := lab.runs(probe, workers, v.Arm)
	v.Driven = driven
	if err != nil {
		return err
	}
	if v.Program != "" {
		v.Fired = s.Runs
		return neverRan(v.Arm, s.Runs, v.Driven)
	}
	if s != nil && s.Runs < v.Driven {
		return &InvalidError{fmt.Sprintf("the program ran %d times for %d events: switch kprobes on "+
			"(echo 1 > /sys/kernel/debug/kprobes/enabled) if it is one, or leave this attach type out with --attach", s.Runs, v.Driven)}
	}
	return nil
}

// runs has the kernel count the runs of a probe's program while a few events are
// caused. The statistics are nil if there is no program.
func (lab Lab) runs(probe Probe, workers team, arm results.Arm) (driven uint64, s *attach.Stats, err error) {
	counting, err := lab.EnableStats()
	if err != nil {
		return 0, nil, err
	}
	driven, err = workers.drive(arm.Workload, firingOps(arm))
	if err := errors.Join(err, counting.Close()); err != nil {
		return driven, nil, err
	}
	s, err = probe.Stats()
	return driven, s, err
}

// timed is the timed part, with bpf stats on or off as the arm says.
func (lab Lab) timed(plan results.Plan, probe Probe, workers team, v *results.Visit) error {
	before, err := probe.Stats()
	if err != nil {
		return err
	}
	stats, err := lab.statsFor(v.Arm)
	if err != nil {
		return err
	}
	timings, err := workers.time(timeRequest(plan, v.Arm))
	if err := errors.Join(err, stats.Close()); err != nil {
		return err
	}
	fill(v, timings)
	after, err := probe.Stats()
	if err != nil {
		return err
	}
	return compareStats(before, after, v)
}

// nothing is what there is to close where stats are not switched on.
type nothing struct{}

func (nothing) Close() error { return nil }

func (lab Lab) statsFor(arm results.Arm) (io.Closer, error) {
	if arm.Stats {
		return lab.EnableStats()
	}
	return nothing{}, nil
}

// timeRequest is what the workers of an arm are asked for.
func timeRequest(plan results.Plan, arm results.Arm) Request {
	r := Request{Workload: arm.Workload, Chunks: plan.Chunks, Ops: plan.Ops, Warmup: plan.Warmup}
	if t, err := AttachTypes.Find(arm.Attach); err == nil {
		r.Turns = turns(t.Spin, plan.Turn)
	}
	return r
}

// turns is how many turns of the known work come nearest to so many units of
// the clock; 0 for none.
func turns(units int64, turn float64) int64 {
	if units == 0 || turn <= 0 {
		return 0
	}
	return max(1, int64(math.Round(float64(units)/turn)))
}

// fill puts what the workers measured into the visit.
func fill(v *results.Visit, timings []*Timing) {
	first := timings[0]
	v.Chunks, v.Canaries, v.ClockCost = first.Chunks, first.Canaries, first.ClockCost
	v.EventsPerOp, v.Ops, v.Spin, v.Counters = first.EventsPerOp, first.Ops, first.Spin, first.Counters
	v.WallNS = first.WallNS
	for i, t := range timings {
		v.Driven += t.Driven
		v.Involuntary += t.Involuntary
		v.Migrated = v.Migrated || t.Migrated
		if i > 0 {
			v.Others = append(v.Others, t.Timing)
		}
	}
}

// errWatched means that somebody else switched bpf stats on in a visit.
var errWatched = &InvalidError{"somebody switched bpf stats on during the run, which costs tens of ns an event: " +
	"end what reads them (bpftool, bpftop), and run again"}

// compareStats takes from the program's statistics what happened meanwhile.
// Run time that grew though the arm has stats off means that somebody else
// switched them on.
func compareStats(before, after *attach.Stats, v *results.Visit) error {
	if before == nil || after == nil {
		return nil
	}
	v.Recursion = after.Recursion - before.Recursion
	if v.Stats {
		v.RunTimeNS, v.Runs = int64(after.Time-before.Time), after.Runs-before.Runs
		return nil
	}
	if after.Runs != before.Runs {
		return errWatched
	}
	return nil
}

// checkSeen compares the events that a counting handler saw with those driven.
func checkSeen(plan results.Plan, probe Probe, v *results.Visit) error {
	total := uint64(0)
	for _, cpu := range cpus(plan)[:max(1, len(v.Others)+1)] {
		seen, _, counts, err := probe.Event(cpu)
		if err != nil || !counts {
			return err
		}
		total += seen
	}
	v.Seen = &total
	if total < v.Driven {
		return missedEvents(total, v.Driven)
	}
	return nil
}

// missedEvents means that a probe does not see all that it is there for.
func missedEvents(seen, driven uint64) error {
	return &InvalidError{fmt.Sprintf("the handler saw %d of %d events: something keeps it from running; "+
		"end other tracers, or leave this attach type out with --attach", seen, driven)}
}

func attached(info *attach.Info) *results.Attached {
	return &results.Attached{
		Target: info.Target, Function: info.Function, Address: info.Address,
		Missed: info.Missed, Mechanism: info.Mechanism, JITed: info.JITed, Xlated: info.Xlated,
	}
}
