package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/render"
	"github.com/probecost/probecost/results/verdict"
)

// compareFlags are what compare can be told.
type compareFlags struct {
	threshold      string
	allow          float64
	json, markdown bool
}

func newCompare() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "What has changed between recordings, by how much, how sure",
		Long: `compare tells of every arm what has become of its overhead: the change, its
95 % interval, p corrected for the number of arms, and a verdict: same, better,
worse or inconclusive. OLD and NEW are recordings, folders, or several of them
with commas between. Time needs four sessions or more of each, recorded in
turns, for a sharp verdict; counts are exact, and one recording each is enough.

What was measured on different machines or kernels is shown, and never called
a regression.

Exit status: 0 nothing is worse, 3 something is, 5 inconclusive.`,
		Example: `  probecost compare old/count-6.12.jsonl results/latest/count-6.12.jsonl
  probecost compare old1,old2,old3,old4 new1,new2,new3,new4
  probecost compare --threshold 5%,2ns --markdown results/latest/previous results/latest`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &bench.UsageError{Message: fmt.Sprintf("compare takes OLD and NEW, and not %d arguments: several recordings of one side have commas between them", len(args))}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.threshold, "threshold", "", "change of time that matters, as a share of the old overhead and at least so many ns (default 2%,1ns)")
	flags.Float64Var(&f.allow, "allow", 0, "instructions per event by which a count may grow")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, as for the summary of a CI job")
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0], args[1]) }
	return cmd
}

func (f *compareFlags) run(cmd *cobra.Command, before, after string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	olds, err := readSet(cmd, before)
	if err != nil {
		return err
	}
	news, err := readSet(cmd, after)
	if err != nil {
		return err
	}
	report, err := compare.Recordings(olds, news, o)
	if err != nil {
		return err
	}
	return errors.Join(f.writer()(cmd.OutOrStdout(), report), report.Err())
}

// readSet reads recordings of which the paths have commas between them.
func readSet(cmd *cobra.Command, set string) ([]*results.Recording, error) {
	return read(cmd, strings.Split(set, ",")...)
}

func (f *compareFlags) writer() func(io.Writer, *compare.Report) error {
	switch {
	case f.json:
		return render.ComparisonJSON
	case f.markdown:
		return render.ComparisonMarkdown
	}
	return render.Comparison
}

func (f *compareFlags) options() (o compare.Options, err error) {
	if f.json && f.markdown {
		return o, &bench.UsageError{Message: "--json and --markdown exclude each other"}
	}
	if f.allow < 0 {
		return o, &bench.UsageError{Message: fmt.Sprintf("--allow %g is negative", f.allow)}
	}
	o.Allow = f.allow
	o.Threshold, err = parseThreshold(f.threshold, compare.Between)
	return o, err
}

// parseThreshold reads "5%", "2ns", or both with a comma; what is not given is
// as in other.
func parseThreshold(text string, other verdict.Threshold) (verdict.Threshold, error) {
	t := other
	if text == "" {
		return t, nil
	}
	for _, part := range strings.Split(text, ",") {
		if share, ok := strings.CutSuffix(part, "%"); ok {
			x, err := strconv.ParseFloat(share, 64)
			if err != nil || !(x >= 0) || x > 1000 {
				return t, badThreshold(text)
			}
			t.Share = x / 100
			continue
		}
		number, ok := strings.CutSuffix(part, "ns")
		ns, err := strconv.ParseFloat(number, 64)
		if !ok || err != nil || !(ns >= 0) || ns > 1e6 {
			return t, badThreshold(text)
		}
		t.Floor = ns
	}
	return t, nil
}

func badThreshold(text string) error {
	return &bench.UsageError{Message: fmt.Sprintf("--threshold %q: give a share of the old overhead, nanoseconds, or both, such as 2%%,1ns", text)}
}
