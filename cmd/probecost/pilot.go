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
func (f *runFlags) pilot(cmd *cobra.Command, lab bench.Lab, o *bench.Options) error {
	fmt.Fprintf(remarks(cmd), "pilot of %d blocks\n", bench.Quick.Blocks)
	file, err := newRecording(filepath.Join(f.out, "pilot"), "run")
	if err != nil {
		return err
	}
	small := *o
	small.Plan.Blocks, small.Plan.Most = bench.Quick.Blocks, bench.Quick.Most
	small.Plan.Seed++ // another order than the recording's first blocks
	failure := measure(cmd, lab, small, file, "pilot")
	rec, err := file.read()
	if err := errors.Join(failure, err); err != nil {
		return interrupted(err, "the pilot was not finished, and nothing else was measured")
	}
	tables, err := analysis.Analyze(rec)
	if err != nil {
		return err
	}
	return f.size(cmd, o, tables)
}

// size makes the plan as long as the pilot says.
func (f *runFlags) size(cmd *cobra.Command, o *bench.Options, pilot []analysis.Table) error {
	aim := "for a verdict on every program"
	if o.Plan.Precision > 0 {
		aim = "for ±" + f.precision
	}
	blocks, err := blocksFor(*o, pilot)
	if err != nil {
		return &statusError{exitInconclusive, aim + ": " + err.Error()}
	}
	if blocks > maxBlocks {
		return &statusError{exitInconclusive, fmt.Sprintf("%s it would take %d blocks, at most %d are measured: ask for less, or give --blocks", aim, blocks, maxBlocks)}
	}
	o.Plan.Blocks = max(bench.Quick.Blocks, blocks)
	o.Plan.Most = 2 * o.Plan.Blocks
	fmt.Fprintf(remarks(cmd), "%d blocks %s\n", o.Plan.Blocks, aim)
	return nil
}

// blocksFor is how many blocks make what is asked for as sure as is wanted: the
// changes between objects, or else the overheads.
func blocksFor(o bench.Options, pilot []analysis.Table) (int, error) {
	if len(o.Own.Objects) > 1 {
		return analysis.BlocksForChanges(pilot, o.Plan.Precision)
	}
	return analysis.BlocksFor(pilot, o.Plan.Precision)
}

// needsPilot says whether the number of blocks is not given: a precision is, or
// nothing at all where two objects are compared.
func (f *runFlags) needsPilot(cmd *cobra.Command, o bench.Options) bool {
	given := f.quick || f.release || cmd.Flags().Changed("blocks")
	return o.Plan.Precision > 0 || len(o.Own.Objects) > 1 && !given && f.drive == ""
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
