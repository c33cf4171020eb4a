package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/render"
	"github.com/probecost/probecost/results/verdict"
)

// trendFlags are what trend can be told.
type trendFlags struct {
	add                       []string
	out                       string
	pin, gate, json, markdown bool
}

// historyDir is where sessions are kept unless a folder is named.
const historyDir = "results/history"

func newTrend() *cobra.Command {
	var f trendFlags
	cmd := &cobra.Command{
		Use:   "trend [DIR]",
		Short: "What became of every arm over many sessions",
		Long: `trend shows every arm over all sessions of a history: where kernel, probecost or
handlers were replaced, where the cost changed (advice, found by the figures
alone), and whether the last two sessions are as those before them predict.
A history is a folder (default ` + historyDir + `) of summaries of recordings,
to which --add appends what can be relied on. Exit status 4 means that
something could not be, which is named and left out.

With --gate, exit status 3 means that the last two sessions of an arm both cost
more than predicted, or than the reference that --pin made; 5 that the last one
does, for the first time: record and add another. Under 12 sessions with the
same fingerprint there is no verdict, and nothing fails.`,
		Example: `  probecost trend --add results/latest
  probecost trend --gate --out plots
  probecost trend --json results/history`,
		Args: func(_ *cobra.Command, args []string) error { return f.check(args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.add, "add", nil, "`PATH` of a recording, or folder of them, to append first (repeatable)")
	flags.BoolVar(&f.pin, "pin", false, "make the last session of every fingerprint the reference of those to come")
	flags.BoolVar(&f.gate, "gate", false, "exit 3 where something became worse, and 5 where that needs another session")
	flags.StringVar(&f.out, "out", "", "write plots, and "+render.PageFile+" with all of it, into this `FOLDER`")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, as for the summary of a CI job")
	completeFile(cmd, "add", recordingExtension)
	completeOut(cmd)
	cmd.ValidArgsFunction = completeFolders
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		dir := historyDir
		if len(args) > 0 {
			dir = args[0]
		}
		return f.run(cmd, dir)
	}
	return cmd
}

// check finds arguments and flags that do not go together.
func (f *trendFlags) check(args []string) error {
	switch {
	case len(args) > 1:
		return &bench.UsageError{Message: fmt.Sprintf("trend takes one folder, and not %d", len(args))}
	case f.json && f.markdown:
		return &bench.UsageError{Message: "--json and --markdown exclude each other"}
	}
	return nil
}

func (f *trendFlags) run(cmd *cobra.Command, dir string) error {
	h, doubts, err := history.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, doubt := range doubts {
		fmt.Fprintf(cmd.ErrOrStderr(), "probecost: %v; the rest is used\n", doubt)
	}
	var left *notAddedError
	if err := f.append(cmd, h, dir); err != nil && !errors.As(err, &left) {
		return err
	}
	if f.pin && left == nil { // else it would be an older session than was meant
		if err := pinLast(h, dir); err != nil {
			return err
		}
	}
	if err := f.show(cmd, h.Series()); err != nil {
		return err
	}
	if left != nil {
		return left
	}
	if !f.gate {
		return nil
	}
	return gateError(h.Series())
}

// show prints and draws all series.
func (f *trendFlags) show(cmd *cobra.Command, all []history.Series) error {
	if err := f.writer()(tableOut(cmd), all); err != nil {
		return err
	}
	if f.out != "" {
		if _, err := render.DrawTrends(f.out, all); err != nil {
			return err
		}
	}
	return nil
}

func (f *trendFlags) writer() func(io.Writer, []history.Series) error {
	switch {
	case f.json:
		return render.TrendJSON
	case f.markdown:
		return render.TrendMarkdown
	}
	return render.Trend
}

// notAddedError names recordings that cannot be relied on. The others were
// added.
type notAddedError struct{ reasons []error }

func (e *notAddedError) Error() string   { return "not added: " + errors.Join(e.reasons...).Error() }
func (e *notAddedError) Unwrap() []error { return e.reasons }

// append adds recordings: those that can be relied on, whatever the others are,
// since each is of a machine of its own.
func (f *trendFlags) append(cmd *cobra.Command, h *history.History, dir string) error {
	if len(f.add) == 0 {
		return nil
	}
	recs, err := read(cmd, f.add...)
	if err != nil {
		return err
	}
	var left notAddedError
	for _, rec := range recs {
		s, err := history.Summarize(rec)
		if err != nil {
			left.reasons = append(left.reasons, err)
			continue
		}
		if _, err := h.Add(dir, s); err != nil {
			return err
		}
	}
	if len(left.reasons) > 0 {
		return &left
	}
	return nil
}

// pinLast makes the last sessions references.
func pinLast(h *history.History, dir string) error {
	n, err := h.Pin(dir)
	if err == nil && n == 0 {
		err = errors.New("there is no session to pin: `probecost trend --add RECORDING` adds one")
	}
	return err
}

// gateError says which series are worse, or else which need another session.
func gateError(all []history.Series) error {
	why := map[verdict.Verdict][]string{}
	for _, s := range all {
		if s.Gate.Judged {
			last := s.Points[len(s.Points)-1]
			why[s.Gate.Verdict] = append(why[s.Gate.Verdict],
				fmt.Sprintf("%s: %.1f %s, %.1f to %.1f were predicted: %s", s.Arm, last.Overhead, s.Metric, s.Gate.Lo, s.Gate.Hi, s.Gate.Reason))
		}
	}
	for _, v := range []verdict.Verdict{verdict.Worse, verdict.Inconclusive} {
		if len(why[v]) > 0 {
			return fmt.Errorf("%w: %s", v.Err(), strings.Join(why[v], "\n"))
		}
	}
	return nil
}
