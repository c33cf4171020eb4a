package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/internal/manual"
	"github.com/probecost/probecost/results"
)

// runFlags are what run can be told.
type runFlags struct {
	axes
	cpu                   int
	cpus, precision       string
	blocks                int
	quick, release, stats bool
	time                  time.Duration
	drive                 string
}

func newRun() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Measure time on this kernel (as root)",
		Long: `run measures what each attach type adds to an event, in nanoseconds, on this
kernel. It needs root. What the kernel cannot attach is listed with the reason.`,
		Example: `  probecost run --quick
  probecost run --workload task_rename --attach 't*,raw*' --handler empty,fields
  probecost run --workload bpf_trigger --precision 0.5ns
  probecost run --cpus 0-3 --handler count --time 60s`,
		Args: noArguments,
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.IntVar(&f.cpu, "cpu", 0, "the bench CPU's `NUMBER` (default: the last isolated, or the last allowed one)")
	flags.StringVar(&f.cpus, "cpus", "", "bench CPUs, a `LIST` such as 0-3: measure also with 2, 4, … workers at once")
	flags.BoolVar(&f.quick, "quick", false, fmt.Sprintf("%d blocks: seconds per workload and handler", bench.Quick.Blocks))
	flags.IntVar(&f.blocks, "blocks", bench.Full.Blocks, "`NUMBER` of visits of every arm")
	flags.BoolVar(&f.release, "release", false, fmt.Sprintf("%d blocks: for figures to publish", bench.Release.Blocks))
	flags.StringVar(&f.precision, "precision", "", "as many blocks as it takes for intervals of ± this `WIDTH`, such as 1ns; a pilot finds how many")
	flags.DurationVar(&f.time, "time", 0, "start no block later than this `DURATION`, such as 60s, after the first")
	flags.BoolVar(&f.stats, "bpf-stats", false, "measure also with bpf stats on: what they cost, and the program's own time")
	manual.Group(cmd, "What to measure", "cpu", "cpus", "bpf-stats")
	manual.Group(cmd, "How much", "quick", "blocks", "release", "precision", "time")
	f.registerRest(cmd, "default: random")
	flags.StringVar(&f.drive, "drive", "", "`COMMAND` to drive events with in place of a workload")
	manual.Group(cmd, ownGroup, "drive")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return f.run(cmd) }
	return cmd
}

// errNotRoot comes before anything is tried that would fail in a hundred ways.
var errNotRoot = errors.New("not root: loading and attaching BPF programs is privileged; " +
	"run it with sudo, or count instructions without root: `probecost count --kernel 6.12`")

// run checks everything, moves into the sandbox, and measures.
func (f *runFlags) run(cmd *cobra.Command) error {
	o, err := f.plan(cmd)
	if err != nil {
		return err
	}
	if err := o.Check(); err != nil {
		return err
	}
	choose, err := f.chooser(cmd)
	if err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errNotRoot
	}
	cpus, err := sandbox.Enter(choose)
	if err != nil {
		return err
	}
	if err := place(&o, cpus); err != nil {
		return err
	}
	lock, err := alone(cmd)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := attach.RestoreOptimization(); err != nil { // nobody else is running
		return err
	}
	return f.record(cmd, bench.KernelLab(workerArgs(clockTime)), o)
}

// record measures in a lab, and shows what came of it.
func (f *runFlags) record(cmd *cobra.Command, lab bench.Lab, o bench.Options) error {
	if f.needsPilot(cmd, o) {
		if err := f.pilot(cmd, lab, &o); err != nil {
			return err
		}
	}
	file, err := newRecording(f.out, "run")
	if err != nil {
		return err
	}
	failure := measure(cmd, lab, o, file, "")
	return f.confirm(cmd, lab, o, finish(cmd, f.out, []*recordingFile{file}, failure))
}

// plan is what the flags ask for, but for the CPUs.
func (f *runFlags) plan(cmd *cobra.Command) (o bench.Options, err error) {
	if err := f.contradiction(cmd); err != nil {
		return o, err
	}
	if o, err = f.options(cmd); err != nil {
		return o, err
	}
	o.Metric, o.Plan = results.Time, bench.Full
	o.Plan.Blocks, o.Plan.Most = f.blocks, 2*f.blocks
	switch {
	case f.quick:
		o.Plan = bench.Quick
	case f.release:
		o.Plan = bench.Release
	case f.precision != "":
		o.Plan.Precision, err = parsePrecision(f.precision)
	}
	if f.drive != "" {
		if err := f.driven(cmd, &o); err != nil {
			return o, err
		}
	}
	o.Plan.TimeNS = int64(f.time)
	o.BPFStats = f.stats
	o.Plan.Seed = f.seed
	if !cmd.Flags().Changed("seed") {
		o.Plan.Seed = randomSeed()
	}
	return o, err
}

// contradiction finds flags that exclude each other.
func (f *runFlags) contradiction(cmd *cobra.Command) error {
	for _, group := range [][]string{{"quick", "release", "blocks", "precision"}, {"cpu", "cpus"}} {
		given := slices.DeleteFunc(group, func(name string) bool { return !cmd.Flags().Changed(name) })
		if len(given) > 1 {
			return &bench.UsageError{Message: fmt.Sprintf("--%s and --%s exclude each other", given[0], given[1])}
		}
	}
	if f.time < 0 {
		return &bench.UsageError{Message: fmt.Sprintf("--time %v is negative", f.time)}
	}
	return nil
}

// chooser returns what chooses the bench CPUs.
func (f *runFlags) chooser(cmd *cobra.Command) (func() ([]int, error), error) {
	switch {
	case cmd.Flags().Changed("cpu"):
		return sandbox.CheckCPUs([]int{f.cpu}), nil
	case f.cpus != "":
		cpus, err := sandbox.ParseCPUs(f.cpus)
		if err != nil {
			return nil, &bench.UsageError{Message: "--cpus: " + err.Error()}
		}
		return sandbox.CheckCPUs(cpus), nil
	}
	return sandbox.DefaultCPU, nil
}

// place puts the bench CPUs into the plan, and counts the CPUs there are.
func place(o *bench.Options, cpus []int) error {
	others, err := sandbox.AllowedCPUs()
	if err != nil {
		return err
	}
	o.CPUs = len(cpus)
	if !slices.Equal(others, cpus) {
		o.CPUs += len(others)
	}
	o.Plan.CPU = cpus[0]
	if len(cpus) > 1 {
		o.Plan.CPUs = cpus
	}
	o.Emulated = os.Getenv(vm.EnvGuest) != ""
	return nil
}

// measure writes a recording of what was measured in a lab. The label says
// which measurement it is, where there are several.
func measure(cmd *cobra.Command, lab bench.Lab, o bench.Options, file *recordingFile, label string) error {
	shown := display(cmd, label)
	defer shown.End()
	return bench.Measure(cmd.Context(), o, lab, results.NewWriter(file), shown.Part(0))
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
