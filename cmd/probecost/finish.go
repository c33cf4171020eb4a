package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

// finish closes recordings, shows what they say, and draws the folder's tables
// and plots, also after a failure: what was measured until then is good.
func finish(cmd *cobra.Command, dir string, files []*recordingFile, failure error) error {
	var recs []*results.Recording
	for _, file := range files {
		rec, err := file.read()
		if err != nil && !errors.Is(err, results.ErrTruncated) {
			failure = errors.Join(failure, err)
		}
		if rec != nil && len(rec.Visits) > 0 {
			recs = append(recs, rec)
		}
	}
	if len(recs) == 0 {
		return interrupted(failure, "nothing was measured")
	}
	_, shown := show(cmd, recs)
	if err := drawFolder(dir); err != nil {
		shown = errors.Join(shown, err)
	} else {
		fmt.Fprintf(cmd.ErrOrStderr(), "recordings, tables and plots are in %s, and all of it in %s\n", dir, filepath.Join(dir, render.PageFile))
	}
	for _, rec := range recs {
		shown = errors.Join(shown, since(cmd, rec))
	}
	if failure != nil {
		return interrupted(failure, "what was measured until then is kept in "+dir)
	}
	return shown
}

// interrupted adds to an error what became of the measurement.
func interrupted(failure error, kept string) error {
	if errors.Is(failure, context.Canceled) {
		return fmt.Errorf("interrupted; %s", kept)
	}
	if failure == nil {
		return errors.New(kept)
	}
	return fmt.Errorf("%w\n%s", failure, kept)
}

// show prints the tables of recordings, and returns them. The error says what
// is doubtful about them.
func show(cmd *cobra.Command, recs []*results.Recording) ([]analysis.Table, error) {
	tables, err := analysis.AnalyzeAll(recs)
	if tables == nil {
		return nil, err
	}
	if err := render.Summary(cmd.OutOrStdout(), tables); err != nil {
		return tables, fmt.Errorf("print the tables: %w", err)
	}
	if err != nil {
		return tables, err
	}
	return tables, errors.Join(analysis.CheckChanges(tables), analysis.Check(tables))
}

// drawFolder writes all tables and plots of the recordings in a folder, which
// may hold others than were measured just now. What cannot be estimated is said
// by who measured it.
func drawFolder(dir string) error {
	recs, _, err := results.ReadPaths(dir)
	if err != nil {
		return err
	}
	tables, err := analysis.AnalyzeAll(recs)
	if err != nil && !errors.Is(err, analysis.ErrNotDeterministic) {
		return err
	}
	_, err = render.All(dir, tables)
	return err
}
