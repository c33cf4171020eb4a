package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bench/vm"
)

// doctorFlags are what doctor can be told.
type doctorFlags struct {
	cpu          int
	json         bool
	capabilities bool
	wait         bool
}

func newDoctor() *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Whether this machine can measure, and what disturbs it",
		Long: `doctor tries every attach type and workload, looks for what measuring needs and
for what disturbs it, and says what to do. It changes nothing. Without root it
cannot try, and goes by the kernel's configuration.

In the first column: good; fact, which is worth knowing; doubt, which makes
figures less sure; wrong and missing, with which nothing can be measured;
unseen, which could not be looked at.

Exit status: 0 this machine can measure, with whatever doubts; 1 it cannot, as
it is; 5 that was not tried.`,
		Example: `  sudo probecost doctor
  sudo probecost doctor --cpu 3 --json
  probecost doctor --capabilities
  probecost vm --kernel 6.12 -- doctor`,
		Args: noArguments,
	}
	flags := cmd.Flags()
	flags.IntVar(&f.cpu, "cpu", 0, "bench CPU, by its `NUMBER` (default: the last isolated, or the last allowed one)")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.capabilities, "capabilities", false, "show which capabilities measuring needs for what, and which this process has")
	flags.BoolVar(&f.wait, "wait", false, "wait until no other probecost measures, which trying would disturb")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return f.run(cmd) }
	return cmd
}

// run looks from inside a sandbox, as a run would.
func (f *doctorFlags) run(cmd *cobra.Command) error {
	choose := sandbox.DefaultCPU
	if cmd.Flags().Changed("cpu") {
		choose = sandbox.CheckCPUs([]int{f.cpu})
	}
	cpus, err := sandbox.Enter(choose)
	if err != nil {
		return err
	}
	var o bench.Options
	if err := place(&o, cpus); err != nil {
		return err
	}
	report, err := f.examine(cmd.Context(), o)
	if err != nil {
		return err
	}
	switch {
	case f.json:
		err = printJSON(cmd, report)
	case f.capabilities:
		return report.WriteCapabilities(cmd.OutOrStdout())
	default:
		err = report.WriteText(cmd.OutOrStdout())
	}
	if err == nil && doctorStatus[report.Can] != exitGood {
		err = &statusError{status: doctorStatus[report.Can]} // the report says why
	}
	return err
}

// doctorStatus is the exit status by whether the machine can measure.
var doctorStatus = map[doctor.Can]int{doctor.Yes: exitGood, doctor.No: exitError, doctor.Unknown: exitInconclusive}

// examine tries what there is as root, unless that would disturb another run.
func (f *doctorFlags) examine(ctx context.Context, o bench.Options) (doctor.Report, error) {
	lock, err := f.lock(ctx)
	if err != nil {
		return doctor.Report{}, err
	}
	if lock != nil {
		defer lock.Close()
	}
	m := bench.KernelLab(workerArgs(clockTime)).Machine(o, lock != nil && os.Geteuid() == 0)
	m.Busy = lock == nil
	m.Process = doctor.ThisProcess(".")
	m.QEMU, m.NoQEMU = vm.FindQEMU("")
	m.Kernels = vm.Cached("")
	return doctor.Examine(m), nil
}

// lock is the one by which a single process measures; nil if another has it.
func (f *doctorFlags) lock(ctx context.Context) (io.Closer, error) {
	if f.wait {
		return sandbox.Lock(ctx, nil)
	}
	now, cancel := context.WithCancel(ctx)
	cancel()
	lock, err := sandbox.Lock(now, nil)
	if errors.Is(err, context.Canceled) {
		return nil, nil
	}
	return lock, err
}
