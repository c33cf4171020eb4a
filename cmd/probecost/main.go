// Command probecost measures what a BPF program costs, per event, by the way
// in which it is attached.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/internal/manual"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/verdict"
)

// Exit statuses.
const (
	exitGood         = 0
	exitError        = 1
	exitUsage        = 2
	exitRegression   = 3
	exitInvalid      = 4
	exitInconclusive = 5
)

func main() {
	if vm.IsInit() {
		vm.Init()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run is the whole program: arguments in, exit status out.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitGood
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(stderr, "probecost:", text)
	}
	return exitStatus(err)
}

func exitStatus(err error) int {
	var status *statusError
	var usage *bench.UsageError
	var invalid *bench.InvalidError
	switch {
	case errors.As(err, &status):
		return status.status
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &invalid), errors.Is(err, analysis.ErrNotDeterministic), errors.Is(err, analysis.ErrInvalid):
		return exitInvalid
	case errors.Is(err, verdict.ErrRegression):
		return exitRegression
	case errors.Is(err, verdict.ErrInconclusive):
		return exitInconclusive
	}
	return exitError
}

// statusError carries an exit status; its message may be empty.
type statusError struct {
	status  int
	message string
}

func (e *statusError) Error() string { return e.message }

func newRoot() *cobra.Command {
	cobra.EnableCommandSorting = false // they are listed in the order in which one needs them
	root := &cobra.Command{
		Use:   "probecost",
		Short: "What a BPF program costs, per event, by the way it is attached",
		Long: `probecost measures what a BPF program costs per event when it is attached as a
kprobe, tracepoint, raw tracepoint, fentry, uprobe, or in another way (axes
lists them): in time on this machine (run), and in exact instructions on any
kernel, in a virtual machine and without root (count).

Exit status: 0 good, 1 error, 2 usage, 3 regression, 4 invalid measurement,
5 inconclusive.`,
		Example: `  sudo probecost run --quick
  probecost count --kernel 6.12
  probecost report results/latest`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       bench.Version(),
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetUsageFunc(manual.Usage)
	root.SetVersionTemplate(bench.About())
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &bench.UsageError{Message: fmt.Sprintf("%v (see `%s --help`)", err, cmd.CommandPath())}
	})
	root.AddCommand(newRun(), newCount(), newReport(), newCompare(), newGate(), newMerge(), newTrend(), newEstimate(),
		newEvents(), newAxes(), newDoctor(), newTune(), newVM(), newCompletion(), newManual(), newWorker(), newGuest())
	return root
}

// noArguments refuses arguments; on the root command they are subcommands that
// there are not.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(": did you mean %q?", near[0])
	}
	return &bench.UsageError{Message: fmt.Sprintf("unknown argument %q%s (see `%s --help`)", args[0], hint, cmd.CommandPath())}
}

// atMost refuses more arguments than there is a use for.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error { return noArguments(cmd, args[min(n, len(args)):]) }
}

// exactly wants as many arguments, and says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return &bench.UsageError{Message: fmt.Sprintf("missing: %s (see `%s --help`)", what, cmd.CommandPath())}
		}
		return atMost(n)(cmd, args)
	}
}
