package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results/gate"
	"github.com/probecost/probecost/results/verdict"
)

// gateFlags are what gate can be told.
type gateFlags struct {
	builds
	comparisonFormat
	old, new, out       string
	sessions, threshold string
	most                int
}

func newGate() *cobra.Command {
	var f gateFlags
	cmd := &cobra.Command{
		Use:   "gate --old FILE --new FILE [-- FLAGS OF run]",
		Short: "Time two builds of probecost in turns (as root)",
		Long: `gate lets two builds of this program time this kernel in turns, so that what
changes on the machine meanwhile meets both, and compares them with sessions as
the sample. A pilot tells how many sessions it takes to know of every arm
whether it has become worse by more than --threshold; --most bounds that, and
where it is too few the verdict is inconclusive. What has become worse is timed
once more, in fresh sessions, and has to be worse there too.

What follows -- is told to run by both; without it,
` + "`--quick --handler empty,fields`" + `. All recordings are kept under --out, also
after Ctrl-C; --resume goes on from there.

Exit status: 0 nothing is worse, 3 something is, 4 no session of a build can be
relied on, 5 inconclusive.`,
		Example: `  probecost gate --old bin/probecost-base --new bin/probecost
  probecost gate --old a --new b --most 60 --threshold 3%,2ns \
      -- --quick --workload task_rename`,
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if cmd.ArgsLenAtDash() == 0 {
			return nil
		}
		return noArguments(cmd, args)
	}
	flags := cmd.Flags()
	flags.StringVar(&f.old, "old", "", "`FILE` of the build to compare with")
	flags.StringVar(&f.new, "new", "", "`FILE` of the build to judge")
	flags.StringVar(&f.out, "out", "results/latest/gate", "`FOLDER` for the sessions")
	flags.StringVar(&f.sessions, "sessions", "auto", "`NUMBER` of sessions of each build, or auto: as many as a pilot says it takes")
	flags.IntVar(&f.most, "most", 20, "`NUMBER` of sessions of each build, whatever the pilot says")
	flags.StringVar(&f.threshold, "threshold", "", "`CHANGE` that matters: a share of the old overhead and at least so many ns (default 1.5%,1ns)")
	flags.BoolVar(&f.resume, "resume", false, "go on with the sessions of the same builds that --out has")
	f.comparisonFormat.register(cmd)
	completeFile(cmd, "old")
	completeFile(cmd, "new")
	completeOut(cmd)
	cmd.ValidArgsFunction = cobra.NoFileCompletions
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) }
	return cmd
}

// options are those that the flags say.
func (f *gateFlags) options() (o gate.Options, err error) {
	if f.old == "" || f.new == "" {
		return o, &bench.UsageError{Message: "gate takes two builds of this program: --old FILE --new FILE"}
	}
	o.Most = f.most
	if f.sessions != "auto" {
		if o.Sessions, err = strconv.Atoi(f.sessions); err != nil || o.Sessions < 1 {
			return o, &bench.UsageError{Message: fmt.Sprintf("--sessions %q: give a number, or auto", f.sessions)}
		}
	}
	if o.Most < 1 {
		return o, &bench.UsageError{Message: fmt.Sprintf("--most %d: at least 1 is needed", o.Most)}
	}
	if o.Threshold, err = parseThreshold(f.threshold, verdict.Paired); err != nil {
		return o, err
	}
	return o, f.comparisonFormat.check()
}

func (f *gateFlags) run(cmd *cobra.Command, args []string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	f.builds.paths, f.builds.args = [2]string{f.old, f.new}, args
	if len(args) == 0 {
		f.builds.args = []string{"--quick", "--handler", "empty,fields"}
	}
	f.builds.log = cmd.ErrOrStderr()
	if err := f.builds.open(f.out); err != nil {
		return err
	}
	report, err := gate.Builds(o, f.builds.session(cmd.Context()), func(text string) { fmt.Fprintln(cmd.ErrOrStderr(), text) })
	if err != nil {
		return interrupted(err, "the sessions until then are kept in "+f.builds.dir+"; the same command with --resume goes on with them")
	}
	return errors.Join(f.comparisonFormat.writer()(cmd.OutOrStdout(), report), report.Err())
}
