package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bench/tune"
)

// tuneFlags say what is tuned.
type tuneFlags struct{ cpu, root string }

func newTune() *cobra.Command {
	var f tuneFlags
	cmd := &cobra.Command{
		Use:   "tune on|off|status",
		Short: "Make this machine quiet, and undo that exactly (as root)",
		Long: `tune sets what doctor finds too lively: frequency governor, turbo, deep idle
states, the NMI watchdog and the interrupts of devices; and it takes the SMT
sibling of the bench CPU offline. What was there is saved first, in
/run/probecost, so that off restores it even if on was killed; a restart of the
machine does, too. What a machine has not, or does not let be changed, is left
out and named.

Exit status of on and off: 1 if a file could not be changed; the others were.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&f.cpu, "cpu", "", "bench CPUs, a `LIST` such as 3 or 2-3 (default: the one that run takes)")
	flags.StringVar(&f.root, "root", "/", "`FOLDER` to take for the root folder: a copy of /proc and /sys to try it on")
	cmd.AddCommand(
		f.subcommand("on", "Save what is there, and make the machine quiet", f.on),
		f.subcommand("off", "Restore what was there", f.off),
		f.subcommand("status", "Say what is as it should be, and what is not", f.status))
	return cmd
}

func (f *tuneFlags) subcommand(name, short string, do func(*cobra.Command, *tune.System) error) *cobra.Command {
	return &cobra.Command{
		Use:     name,
		Short:   short,
		Example: fmt.Sprintf("  sudo probecost tune %s", name),
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			system, err := tune.Open(f.root)
			if err != nil {
				return err
			}
			defer system.Close()
			return do(cmd, system)
		},
	}
}

// cpus are the bench CPUs.
func (f *tuneFlags) cpus() ([]int, error) {
	if f.cpu == "" {
		return sandbox.DefaultCPU()
	}
	cpus, err := sandbox.ParseCPUs(f.cpu)
	if err != nil {
		return nil, &bench.UsageError{Message: "--cpu: " + err.Error()}
	}
	return cpus, nil
}

// errTuneNotRoot comes before a hundred files that cannot be written to.
var errTuneNotRoot = errors.New("not root: run it with sudo")

func (f *tuneFlags) mayChange() error {
	if f.root == "/" && os.Geteuid() != 0 {
		return errTuneNotRoot
	}
	return nil
}

func (f *tuneFlags) on(cmd *cobra.Command, system *tune.System) error {
	cpus, err := f.cpus()
	if err == nil {
		err = f.mayChange()
	}
	if err != nil {
		return err
	}
	outcome, err := system.On(cmd.Context(), cpus)
	if err != nil {
		return err
	}
	return told(cmd, outcome, "changed for CPU "+sandbox.FormatCPUs(cpus)+"; `probecost tune off` restores what was")
}

func (f *tuneFlags) off(cmd *cobra.Command, system *tune.System) error {
	if err := f.mayChange(); err != nil {
		return err
	}
	outcome, err := system.Off(cmd.Context())
	if errors.Is(err, tune.ErrNotTuned) {
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%v: there is nothing to restore\n", err)
		return err
	}
	if err != nil {
		return err
	}
	return told(cmd, outcome, "restored")
}

// told prints an outcome; what has failed is in the exit status, too.
func told(cmd *cobra.Command, outcome tune.Outcome, done string) error {
	if err := outcome.WriteText(cmd.OutOrStdout(), done); err != nil {
		return err
	}
	if n := len(outcome.Failed); n > 0 {
		return fmt.Errorf("%d of the files could not be changed: see above", n)
	}
	return nil
}

func (f *tuneFlags) status(cmd *cobra.Command, system *tune.System) error {
	cpus, err := f.cpus()
	if err != nil {
		return err
	}
	status, err := tune.Look(system.Root.FS(), cpus)
	if err != nil {
		return err
	}
	return status.WriteText(cmd.OutOrStdout())
}
