package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// compareFlags are what compare can be told.
type compareFlags struct {
	comparisonFormat
	threshold string
	allow     float64
	baseline  string
	update    bool
	accept    []string
}

func newCompare() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare OLD NEW | compare --baseline FILE NEW...",
		Short: "What has changed between recordings, by how much, how sure",
		Long: `compare tells of every arm what has become of its overhead: the change, its
95 % interval, p corrected for the number of arms, and a verdict: same, better,
worse or inconclusive. OLD and NEW are recordings, folders, or several of them
with commas between. Time needs four sessions or more of each, recorded in
turns, for a sharp verdict; counts are exact, and one recording each is enough.

With --baseline, counts are compared with those of a file that is committed, by
kernel and CPU model; a kernel that it does not have is reported, and fails
nothing. --update takes the new counts over instead. A change that rewrites such
a file owns up to what it costs: see --accept.

What was measured on different machines or kernels is shown, and never called
a regression.

Exit status: 0 nothing is worse, 3 something is, 5 inconclusive.`,
		Example: `  probecost compare old/count-6.12.jsonl results/latest/count-6.12.jsonl
  probecost compare old1,old2,old3,old4 new1,new2,new3,new4
  probecost compare --threshold 5%,2ns results/latest/previous results/latest
  probecost compare --baseline counts.json results/latest/count-6.12.jsonl`,
	}
	cmd.Args = func(_ *cobra.Command, args []string) error { return f.check(args) }
	flags := cmd.Flags()
	flags.StringVar(&f.threshold, "threshold", "", "`CHANGE` of time that matters: a share of the old overhead, and at least so many ns (default 2%,1ns)")
	flags.Float64Var(&f.allow, "allow", 0, "`NUMBER` of instructions per event by which a count may grow")
	f.comparisonFormat.register(cmd)
	flags.StringVar(&f.baseline, "baseline", "", "compare counts with those in this `FILE`")
	flags.StringSliceVar(&f.accept, "accept", nil, "`FILES` of a baseline as it was and as it is: a count that grew to what the new one says, and the old one does not, fails nothing")
	flags.BoolVar(&f.update, "update", false, "take the new counts over into the baseline")
	completeFile(cmd, "baseline", "json")
	completeFile(cmd, "accept", "json")
	cmd.ValidArgsFunction = completeRecordings
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) }
	return cmd
}

// check finds arguments and flags that do not go together.
func (f *compareFlags) check(args []string) error {
	problem := ""
	switch {
	case f.baseline == "" && len(args) != 2:
		problem = fmt.Sprintf("compare takes OLD and NEW, and not %d arguments: several recordings of one side have commas between them", len(args))
	case f.baseline != "" && len(args) == 0:
		problem = "compare --baseline takes the recordings to compare with it"
	case f.accept != nil && (len(f.accept) != 2 || f.baseline != ""):
		problem = "--accept takes two baselines, WAS,IS, and goes with OLD and NEW"
	case f.update && f.baseline == "":
		problem = "--update is for a --baseline"
	case !(f.allow >= 0):
		problem = fmt.Sprintf("--allow %g is negative", f.allow)
	default:
		return f.comparisonFormat.check()
	}
	return &bench.UsageError{Message: problem}
}

func (f *compareFlags) run(cmd *cobra.Command, args []string) error {
	threshold, err := parseThreshold(f.threshold, compare.Between)
	if err != nil {
		return err
	}
	o := compare.Options{Threshold: threshold, Allow: f.allow}
	if f.baseline != "" {
		return f.againstBaseline(cmd, args, o)
	}
	if f.accept != nil {
		if o.Accepted, err = readAccepted(f.accept[0], f.accept[1]); err != nil {
			return err
		}
	}
	olds, err := readSet(cmd, args[0])
	if err != nil {
		return err
	}
	news, err := readSet(cmd, args[1])
	if err != nil {
		return err
	}
	report, err := compare.Recordings(olds, news, o)
	if err != nil {
		return err
	}
	return f.show(cmd, report)
}

// show prints a report. The error is its verdict.
func (f *compareFlags) show(cmd *cobra.Command, report *compare.Report) error {
	return errors.Join(f.writer()(tableOut(cmd), report), report.Err())
}

// readSet reads recordings of which the paths have commas between them.
func readSet(cmd *cobra.Command, set string) ([]*results.Recording, error) {
	return read(cmd, strings.Split(set, ",")...)
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
