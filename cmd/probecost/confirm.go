package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// confirm measures once more, in another order, if the first run has found a
// regression in time: it is one only if a fresh run finds it too. Instructions
// are exact and need none.
func (f *runFlags) confirm(cmd *cobra.Command, lab bench.Lab, o bench.Options, first error) error {
	var found *analysis.RegressionError
	if !errors.As(first, &found) {
		return first
	}
	dir := filepath.Join(f.out, "confirm")
	fmt.Fprintf(remarks(cmd), "\n%v\nmeasuring once more, to confirm it\n\n", first)
	file, err := newRecording(dir, "run")
	if err != nil {
		return errors.Join(first, err)
	}
	o.Plan.Seed++
	second := finish(cmd, dir, []*recordingFile{file}, measure(cmd, lab, o, file, "to confirm"))
	var again *analysis.RegressionError
	if errors.As(second, &again) && slices.ContainsFunc(found.Arms, func(a results.Arm) bool { return slices.Contains(again.Arms, a) }) {
		return fmt.Errorf("confirmed by a second run: %w", second)
	}
	return errors.Join(&statusError{exitInconclusive, "not confirmed by a second run, so neither a regression nor none: use --blocks with more than " +
		fmt.Sprint(o.Plan.Blocks)}, second)
}
