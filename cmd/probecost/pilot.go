package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results/analysis"
)

// maxBlocks bounds what a pilot may ask for: hours.
const maxBlocks = 20_000

// pilot measures a few blocks, which are kept apart from the recording, and
// sizes the plan by them.
func (f *runFlags) pilot(cmd *cobra.Command, o *bench.Options) error {
	fmt.Fprintf(cmd.ErrOrStderr(), "pilot of %d blocks\n", bench.Quick.Blocks)
	file, err := newRecording(filepath.Join(f.out, "pilot"), "run")
	if err != nil {
		return err
	}
	small := *o
	small.Plan.Blocks, small.Plan.Most = bench.Quick.Blocks, bench.Quick.Most
	small.Plan.Seed++ // another order than the recording's first blocks
	failure := measure(cmd, small, file)
	rec, err := file.read()
	if err := errors.Join(failure, err); err != nil {
		return interrupted(err, "the pilot was not finished, and nothing else was measured")
	}
	tables, err := analysis.Analyze(rec)
	if err != nil {
		return err
	}
	blocks, err := analysis.BlocksFor(tables, o.Plan.Precision)
	if err != nil {
		return &statusError{exitInconclusive, fmt.Sprintf("--precision %s: %v", f.precision, err)}
	}
	o.Plan.Blocks = max(bench.Quick.Blocks, blocks)
	o.Plan.Most = 2 * o.Plan.Blocks
	if o.Plan.Blocks > maxBlocks {
		return &statusError{exitInconclusive, fmt.Sprintf("±%s would take %d blocks, at most %d are measured: ask for less", f.precision, o.Plan.Blocks, maxBlocks)}
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d blocks for ±%s\n", o.Plan.Blocks, f.precision)
	return nil
}

// parsePrecision parses nanoseconds such as "0.5ns", finer than a
// time.Duration is.
func parsePrecision(text string) (ns float64, err error) {
	number, ok := strings.CutSuffix(text, "ns")
	if ok {
		ns, err = strconv.ParseFloat(number, 64)
	}
	if !ok || err != nil || !(ns > 0) || ns > 1e6 {
		return 0, &bench.UsageError{Message: fmt.Sprintf("--precision %q is not a number of nanoseconds such as 0.5ns", text)}
	}
	return ns, nil
}
