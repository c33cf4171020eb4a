package bench

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
)

// Run carries out the visits of a plan, block by block, each from a fresh
// worker. It stops at the first error, and when ctx ends with the context's.
func Run(ctx context.Context, plan results.Plan, lab Lab) iter.Seq2[results.Visit, error] {
	return func(yield func(results.Visit, error) bool) {
		for block := range plan.Blocks {
			if !lab.block(ctx, plan, block, yield) {
				return
			}
		}
	}
}

// block visits every arm once. It returns false if there is to be no next one.
func (lab Lab) block(ctx context.Context, plan results.Plan, block int, yield func(results.Visit, error) bool) bool {
	worker, err := lab.Start(ctx)
	if err != nil {
		yield(results.Visit{}, err)
		return false
	}
	for order, arm := range Order(plan, block) {
		visit, err := lab.visit(plan, arm, worker)
		if ctx.Err() != nil {
			err = ctx.Err() // the cause of whatever the worker's end looks like
		}
		visit.Block, visit.Order = block, order
		if !yield(visit, err) || err != nil {
			_ = worker.Close()
			return false
		}
	}
	if err := worker.Close(); err != nil {
		yield(results.Visit{}, err)
		return false
	}
	return true
}

// visit is one stay at an arm: load, attach, check that it fires, measure,
// check that nothing was missed, detach.
func (lab Lab) visit(plan results.Plan, arm results.Arm, worker Worker) (v results.Visit, err error) {
	v.Arm = arm
	start := lab.Now()
	probe, err := lab.Load(arm)
	if err != nil {
		return v, err
	}
	loaded := lab.Now()
	if err := probe.Attach(); err != nil {
		_ = probe.Close()
		return v, err
	}
	v.LoadNS, v.AttachNS = int64(loaded.Sub(start)), int64(lab.Now().Sub(loaded))
	err = stay(plan, probe, worker, &v)
	leaving := lab.Now()
	if closing := probe.Close(); err == nil {
		err = closing
	}
	v.DetachNS = int64(lab.Now().Sub(leaving))
	if err != nil {
		return v, fmt.Errorf("%s: %w", arm, err)
	}
	return v, nil
}

// checkOps is how many operations show that a probe fires.
const checkOps = 1

// stay does what happens while the probe is attached.
func stay(plan results.Plan, probe Probe, worker Worker, v *results.Visit) error {
	err := probe.Watch(func() (uint64, error) {
		events, err := worker.Drive(v.Workload, checkOps)
		v.Driven = events
		return events, err
	})
	if err != nil {
		return err
	}
	before, err := probe.RunTime()
	if err != nil {
		return err
	}
	timing, err := worker.Time(Request{Workload: v.Workload, Chunks: plan.Chunks, Ops: plan.Ops, Warmup: plan.Warmup})
	if err != nil {
		return err
	}
	v.Chunks, v.Canaries, v.ClockCost = timing.Chunks, timing.Canaries, timing.ClockCost
	v.EventsPerOp = timing.EventsPerOp
	v.Driven += timing.Driven
	if err := checkStatsOff(probe, before); err != nil {
		return err
	}
	if err := checkSeen(plan, probe, v); err != nil {
		return err
	}
	info, err := probe.Info()
	v.Attached = attached(info)
	return err
}

// checkStatsOff finds out whether the kernel measured the program meanwhile.
func checkStatsOff(probe Probe, before time.Duration) error {
	after, err := probe.RunTime()
	if err != nil {
		return err
	}
	if after != before {
		return &InvalidError{"somebody switched bpf stats on during the run, which costs about 20 ns an event: " +
			"end what reads them (bpftool, bpftop), and run again"}
	}
	return nil
}

// checkSeen compares the events that a counting handler saw with those driven.
func checkSeen(plan results.Plan, probe Probe, v *results.Visit) error {
	seen, _, counts, err := probe.Event(plan.CPU)
	if err != nil || !counts {
		return err
	}
	v.Seen = &seen
	if seen < v.Driven {
		return &InvalidError{fmt.Sprintf("the handler saw %d of %d events", seen, v.Driven)}
	}
	return nil
}

func attached(info *attach.Info) *results.Attached {
	if info == nil {
		return nil
	}
	return &results.Attached{
		Target: info.Target, Function: info.Function, Address: info.Address,
		Missed: info.Missed, JITed: info.JITed, Xlated: info.Xlated,
	}
}
