package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/render"
)

// mergeFlags are what merge can be told.
type mergeFlags struct {
	old            []string
	out            string
	json, markdown bool
}

func newMerge() *cobra.Command {
	var f mergeFlags
	cmd := &cobra.Command{
		Use:   "merge DIR|RECORDING...",
		Short: "Put recordings of many machines together",
		Long: `merge puts recordings together by the fingerprint of their machines: CPU, kernel
as it was built, booted and set up, and handlers. Figures of a machine stay its
own. Over all machines there are ratios alone, with their geometric mean: what
an event costs with a probe by what it costs without; with --old also what has
become of each overhead.

What is invalid or inconclusive is left out and named. Exit status 4 means that
nothing was left.`,
		Example: `  probecost merge machines/*
  probecost merge --out merged --old before/a,before/b after/a after/b`,
	}
	cmd.Args = func(_ *cobra.Command, args []string) error { return f.check(args) }
	flags := cmd.Flags()
	flags.StringSliceVar(&f.old, "old", nil, "`PATHS` of recordings, or folders of them, to compare with, machine by machine (repeatable)")
	flags.StringVar(&f.out, "out", "", "write "+render.PageFile+" and plots into this `FOLDER`")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, as for the summary of a CI job")
	completeFile(cmd, "old", recordingExtension)
	completeOut(cmd)
	cmd.ValidArgsFunction = completeRecordings
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) }
	return cmd
}

func (f *mergeFlags) check(args []string) error {
	switch {
	case len(args) == 0:
		return &bench.UsageError{Message: "merge takes recordings, or folders of them"}
	case f.json && f.markdown:
		return &bench.UsageError{Message: "--json and --markdown exclude each other"}
	}
	return nil
}

func (f *mergeFlags) run(cmd *cobra.Command, paths []string) error {
	var before []*results.Recording
	recs, err := read(cmd, paths...)
	if err == nil && len(f.old) > 0 {
		before, err = read(cmd, f.old...)
	}
	if err != nil {
		return err
	}
	report, err := merge.Recordings(before, recs)
	if err != nil {
		return err
	}
	if err := f.writer()(tableOut(cmd), report); err != nil {
		return fmt.Errorf("print what the machines say: %w", err)
	}
	if f.out == "" {
		return nil
	}
	_, err = render.DrawMerged(f.out, report)
	return err
}

func (f *mergeFlags) writer() func(io.Writer, *merge.Report) error {
	switch {
	case f.json:
		return render.MergedJSON
	case f.markdown:
		return render.MergedMarkdown
	}
	return render.Merged
}
