package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/results"
)

func newRun() *cobra.Command {
	var a axes
	var cpu, blocks int
	var quick bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Measure time on this kernel (as root)",
		Long: `run measures what each attach type adds to an event, in nanoseconds, on this
kernel. It needs root. What the kernel cannot attach is listed with the reason.`,
		Example: `  probecost run --quick
  probecost run --workload task_rename --attach tracepoint,raw_tracepoint --handler empty,fields`,
		Args: noArguments,
	}
	a.register(cmd, "default: random")
	cmd.Flags().IntVar(&cpu, "cpu", -1, "bench CPU (default: the last isolated, or the last allowed one)")
	cmd.Flags().IntVar(&blocks, "blocks", 0, fmt.Sprintf("visits of every arm (default %d)", bench.Full.Blocks))
	cmd.Flags().BoolVar(&quick, "quick", false, fmt.Sprintf("%d blocks: seconds per workload and handler", bench.Quick.Blocks))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o := a.options()
		o.Metric, o.Plan = results.Time, bench.Full
		if quick {
			o.Plan = bench.Quick
		}
		if cmd.Flags().Changed("blocks") {
			o.Plan.Blocks = blocks
		}
		o.Plan.Seed = a.seed
		if !cmd.Flags().Changed("seed") {
			o.Plan.Seed = randomSeed()
		}
		return runTime(cmd, o, a.out, chooser(cmd.Flags().Changed("cpu"), cpu))
	}
	return cmd
}

func chooser(named bool, cpu int) func() (int, error) {
	if named {
		return sandbox.CheckCPU(cpu)
	}
	return sandbox.DefaultCPU
}

// errNotRoot comes before anything is tried that would fail in a hundred ways.
var errNotRoot = errors.New("not root: loading and attaching BPF programs is privileged; " +
	"run it with sudo, or count instructions without root: `probecost count --kernel 6.12`")

func runTime(cmd *cobra.Command, o bench.Options, out string, choose func() (int, error)) error {
	if err := o.Check(); err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errNotRoot
	}
	cpu, err := sandbox.Enter(choose)
	if err != nil {
		return err
	}
	allowed, err := sandbox.AllowedCPUs()
	if err != nil {
		return err
	}
	o.Plan.CPU, o.CPUs = cpu, 1
	if !(len(allowed) == 1 && allowed[0] == cpu) {
		o.CPUs += len(allowed)
	}
	file, err := createRecording(out, "run")
	if err != nil {
		return err
	}
	progress := newProgress(cmd.ErrOrStderr())
	lab := bench.KernelLab(workerArgs(clockTime))
	failure := bench.Measure(cmd.Context(), o, lab, results.NewWriter(file), progress.update)
	progress.end()
	return finish(cmd, out, []*recordingFile{file}, failure)
}

// clocks are the ones that a worker may be told to use.
const (
	clockTime         = "time"
	clockInstructions = "instructions"
)

func clockNamed(name string) (clock.Clock, error) {
	switch name {
	case clockTime:
		return clock.Time(), nil
	case clockInstructions:
		return clock.Instructions()
	}
	return clock.Clock{}, fmt.Errorf("no clock %q", name)
}
