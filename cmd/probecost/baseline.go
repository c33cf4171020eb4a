package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/render"
)

// againstBaseline compares recordings with the committed counts, or takes them
// over.
func (f *compareFlags) againstBaseline(cmd *cobra.Command, paths []string, o compare.Options) error {
	baseline, err := readBaseline(f.baseline, f.update)
	if err != nil {
		return err
	}
	recs, err := read(cmd, paths...)
	if err != nil {
		return err
	}
	report, err := baseline.Against(f.baseline, recs, o)
	if err != nil {
		return err
	}
	if !f.update {
		return f.show(cmd, report)
	}
	if err := baseline.Update(recs); err != nil {
		return fmt.Errorf("%s stays as it was: %w", f.baseline, err)
	}
	if err := f.writer()(cmd.OutOrStdout(), report); err != nil {
		return err
	}
	if err := render.WriteFile(f.baseline, baseline.Write); err != nil {
		return fmt.Errorf("write the baseline: %w", err)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%s has the new counts\n", f.baseline)
	return nil
}

// readAccepted reads a baseline as it was and as it is.
func readAccepted(was, is string) (a *compare.Accepted, err error) {
	a = &compare.Accepted{}
	if a.Was, err = readBaseline(was, false); err == nil {
		a.Is, err = readBaseline(is, false)
	}
	return a, err
}

// readBaseline reads a file, which need not be there to be updated.
func readBaseline(name string, update bool) (*compare.Baseline, error) {
	file, err := os.Open(name)
	if update && errors.Is(err, os.ErrNotExist) {
		return &compare.Baseline{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w (--update makes one)", err)
	}
	defer file.Close()
	return compare.ReadBaseline(name, file)
}
