package bench

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/probecost/probecost/results"
)

// Run carries out the visits of a plan, block by block, each from fresh
// workers. If the CPU was disturbed it adds blocks, up to plan.Most, until as
// many count as were planned: the canaries decide that, and never what the
// arms cost, so that it does not make intervals cover less. It stops at the
// first error, when ctx ends with the context's, and before a block that would
// start after the plan's time is up.
func Run(ctx context.Context, plan results.Plan, lab Lab) iter.Seq2[results.Visit, error] {
	return func(yield func(results.Visit, error) bool) { lab.run(ctx, plan, &census{})(yield) }
}

// run is [Run] with a census that the caller may ask how many blocks count.
func (lab Lab) run(ctx context.Context, plan results.Plan, clean *census) iter.Seq2[results.Visit, error] {
	return func(yield func(results.Visit, error) bool) {
		start := lab.Now()
		watched := func(v results.Visit, err error) bool {
			clean.add(v)
			return yield(v, err)
		}
		for block := 0; block < plan.Blocks || block < plan.Most && clean.blocks() < plan.Blocks; block++ {
			if plan.TimeNS > 0 && lab.Now().Sub(start) > time.Duration(plan.TimeNS) {
				return
			}
			if !lab.block(ctx, plan, block, watched) {
				return
			}
		}
	}
}

// block visits every arm once. It returns false if there is to be no next one.
func (lab Lab) block(ctx context.Context, plan results.Plan, block int, yield func(results.Visit, error) bool) bool {
	workers, err := lab.startTeam(ctx, plan)
	if err != nil {
		yield(results.Visit{}, err)
		return false
	}
	for order, arm := range Order(plan, block) {
		visit, err := lab.visit(plan, arm, workers[:min(arm.Workers, len(workers))])
		if ctx.Err() != nil {
			err = ctx.Err() // the cause of whatever the workers' end looks like
		}
		visit.Block, visit.Order = block, order
		if !yield(visit, err) || err != nil {
			_ = workers.close()
			return false
		}
	}
	if err := workers.close(); err != nil {
		yield(results.Visit{}, err)
		return false
	}
	return true
}

// visitTries is how often a visit is made that was disturbed, perhaps for a
// moment only.
const visitTries = 3

// disturbed says that a visit would not count for a cause that was recorded:
// never for what it took.
func disturbed(plan results.Plan, v results.Visit) bool {
	timed := len(v.Canaries) > 0
	return v.Overflowed() || timed && float64(v.Involuntary) > plan.MostInterrupts(v.Workers)
}

// visit is one stay at an arm, made again if it was disturbed by a cause that
// may be gone.
func (lab Lab) visit(plan results.Plan, arm results.Arm, workers team) (v results.Visit, err error) {
	for range visitTries {
		v, err = lab.visitOnce(plan, arm, workers)
		if err == nil && !disturbed(plan, v) || err != nil && !errors.Is(err, errWatched) {
			break
		}
	}
	return v, err
}

// visitOnce is one stay at an arm: load, attach, stay, detach.
func (lab Lab) visitOnce(plan results.Plan, arm results.Arm, workers team) (v results.Visit, err error) {
	v.Arm = arm
	start := lab.Now()
	probe, err := lab.load(arm)
	if err != nil {
		return v, err
	}
	loaded := lab.Now()
	if err := probe.Attach(); err != nil {
		_ = probe.Close()
		return v, err
	}
	v.LoadNS, v.AttachNS = int64(loaded.Sub(start)), int64(lab.Now().Sub(loaded))
	err = lab.stay(plan, probe, workers, &v)
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
