package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/render"
)

// since says in one line what has changed from the last recording of the same
// on the same machine, among those that were kept. It is no gate: one session
// against one finds only large changes of time, and says when it is unsure.
func since(cmd *cobra.Command, rec *results.Recording) error {
	last, kept, err := lastOf(rec)
	if err != nil || kept == 0 {
		return err
	}
	out := remarks(cmd)
	if last == nil {
		fmt.Fprintf(out, "Linux %s: no earlier recording of the same with the same fingerprint to compare with\n", rec.Header.Environment.Kernel)
		return nil
	}
	report, err := compare.Recordings([]*results.Recording{last}, []*results.Recording{rec}, compare.Options{Threshold: compare.Between})
	if err == nil && len(report.Pairs) == 0 {
		err = errors.New("there is nothing of both to compare")
	}
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		fmt.Fprintf(out, "not compared with %s: %s\n", last.Name, reason)
		return nil
	}
	fmt.Fprintln(out, render.Since(report))
	return nil
}

// lastOf finds the newest recording that rec repeats among the kept ones of its
// file, which it counts.
func lastOf(rec *results.Recording) (last *results.Recording, kept int, err error) {
	dir := filepath.Join(filepath.Dir(rec.Name), previous)
	entries, err := os.ReadDir(dir) // sorted by name, so by time
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, 0, fmt.Errorf("look for an earlier recording: %w", err)
	}
	prefix := strings.TrimSuffix(filepath.Base(rec.Name), results.Extension) + "-"
	for _, e := range slices.Backward(entries) {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		kept++
		// What cannot be read says nothing of what changed.
		earlier, err := results.ReadFile(filepath.Join(dir, e.Name()))
		if err == nil && compare.Repeats(rec, earlier) {
			return earlier, kept, nil
		}
	}
	return nil, kept, nil
}
