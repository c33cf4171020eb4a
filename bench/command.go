package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// driveWorkload stands for a command of the user's own as what drives events:
// one operation is one run of it. It has no hook: programs say theirs.
var driveWorkload = workloads.Workload{Name: results.Drive, Summary: "a command of the user's own"}

// command is a [Worker] that runs a command: not a loop that it drives, but
// whatever the user has as a load.
type command struct {
	ctx  context.Context
	args []string
	cpus unix.CPUSet
}

// commandWorkers starts workers that run a command on the plan's CPUs.
func commandWorkers(args []string, plan results.Plan) func(context.Context, int, []string) (Worker, error) {
	var set unix.CPUSet
	for _, cpu := range append([]int{plan.CPU}, plan.CPUs...) {
		set.Set(cpu)
	}
	return func(ctx context.Context, _ int, _ []string) (Worker, error) {
		return &command{ctx: ctx, args: args, cpus: set}, nil
	}
}

// Drive runs the command so many times, and returns that number: what events a
// run causes is not known.
func (c *command) Drive(_ string, ops int) (uint64, error) {
	for range ops {
		if _, err := c.run(); err != nil {
			return 0, err
		}
	}
	return uint64(ops), nil
}

// Time runs the command for each chunk, and takes the CPU time that the kernel
// accounts to it and to the children that it waited for.
func (c *command) Time(r Request) (*Timing, error) {
	t := &Timing{EventsPerOp: 1, Driven: uint64(r.Chunks)}
	for range r.Chunks {
		used, err := c.run()
		if err != nil {
			return nil, err
		}
		t.Chunks = append(t.Chunks, int64(used.cpu))
		t.WallNS += int64(used.wall)
	}
	return t, nil
}

// used is what a run of the command took.
type used struct{ cpu, wall time.Duration }

// run runs the command on the bench CPUs, without input and output. Ctrl-C ends
// it with all of its process group.
func (c *command) run() (u used, err error) {
	cmd := exec.CommandContext(c.ctx, c.args[0], c.args[1:]...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	start := time.Now()
	if err := onCPUs(c.cpus, cmd.Start); err != nil {
		return u, fmt.Errorf("drive: start %s: %w", c.args[0], err)
	}
	err = cmd.Wait()
	u.wall = time.Since(start)
	if c.ctx.Err() != nil {
		return u, c.ctx.Err()
	}
	if err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return u, fmt.Errorf("drive: %s: %w: %s", strings.Join(c.args, " "), err, lines[len(lines)-1])
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return u, nil
}

// onCPUs calls start on a thread with these CPUs, which a process started there
// inherits.
func onCPUs(cpus unix.CPUSet, start func() error) error {
	failed := make(chan error)
	go func() {
		runtime.LockOSThread()
		var before unix.CPUSet
		err := unix.SchedGetaffinity(0, &before)
		if err == nil {
			err = unix.SchedSetaffinity(0, &cpus)
		}
		if err == nil {
			err = errors.Join(start(), unix.SchedSetaffinity(0, &before))
		}
		if err == nil {
			runtime.UnlockOSThread() // else the thread ends, with CPUs that are not the others'
		}
		failed <- err
	}()
	return <-failed
}

// Prepare has nothing to prepare: no record is known.
func (c *command) Prepare(string) ([]byte, error) { return nil, nil }

// Turn is of no use here.
func (c *command) Turn() (float64, error) { return 0, nil }

// Close has nothing to end: a command ends by itself.
func (c *command) Close() error { return nil }
