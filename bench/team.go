package bench

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/results"
)

// team is the workers of one block, each on a CPU of its own. Most arms need
// the first alone.
type team []Worker

// headStart is how long a request takes at most to reach every worker.
const headStart = 2_000_000 // ns

// spinStart is how long measuring the known work takes at most.
const spinStart = 30_000_000 // ns

// startTeam starts as many workers as the plan's widest arm needs.
func (lab Lab) startTeam(ctx context.Context, plan results.Plan) (team, error) {
	names := workloadsOf(plan.Arms)
	var t team
	for _, cpu := range cpus(plan) {
		worker, err := lab.Start(ctx, cpu, names)
		if err != nil {
			return nil, errors.Join(err, t.close())
		}
		t = append(t, worker)
	}
	return t, nil
}

// cpus are those that workers are needed on, the bench CPU first.
func cpus(plan results.Plan) []int {
	list := []int{plan.CPU}
	for _, cpu := range plan.CPUs {
		if cpu != plan.CPU {
			list = append(list, cpu)
		}
	}
	widest := 1
	for _, arm := range plan.Arms {
		widest = max(widest, arm.Workers)
	}
	return list[:min(widest, len(list))]
}

// workloadsOf lists the workloads of arms once each.
func workloadsOf(arms []results.Arm) []string {
	var names []string
	seen := map[string]bool{}
	for _, arm := range arms {
		if !seen[arm.Workload] {
			seen[arm.Workload] = true
			names = append(names, arm.Workload)
		}
	}
	return names
}

// drive lets every worker of an arm do so many operations.
func (t team) drive(workload string, ops int) (events uint64, err error) {
	for _, worker := range t {
		n, err := worker.Drive(workload, ops)
		if err != nil {
			return events, err
		}
		events += n
	}
	return events, nil
}

// time has all workers do the timed part of a visit at the same time.
func (t team) time(req Request) ([]*Timing, error) {
	if len(t) > 1 {
		var now unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
			return nil, err
		}
		req.StartNS = now.Nano() + headStart
		if req.Turns > 0 { // the known work is measured by itself before
			req.StartNS += spinStart
		}
	}
	timings := make([]*Timing, len(t))
	var group errgroup.Group
	for i, worker := range t {
		group.Go(func() (err error) {
			timings[i], err = worker.Time(req)
			return err
		})
	}
	return timings, group.Wait()
}

func (t team) close() error {
	var errs []error
	for _, worker := range t {
		errs = append(errs, worker.Close())
	}
	return errors.Join(errs...)
}
