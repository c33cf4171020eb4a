package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

func newReport() *cobra.Command {
	var format string
	var plots []string
	cmd := &cobra.Command{
		Use:   "report [DIR|RECORDING]...",
		Short: "Make tables, plots and a page from recordings",
		Long: fmt.Sprintf(`report makes tables, plots and a page for a browser from recordings alone, byte
for byte the same each time, on any machine. Of a folder it writes all of them
into that folder and prints the tables. With --format it prints one format and
writes nothing.

Formats:
%s`, formatList()),
		Example: `  probecost report results/latest
  probecost report --format html machines/a machines/b >report.html
  probecost report --plots svg,png,pdf results/latest
  probecost report --format json results/latest
  probecost report --format benchfmt results/latest > new.txt && benchstat -col /attach new.txt`,
	}
	cmd.Flags().StringVar(&format, "format", "", "print in this format, and write nothing")
	completeFlag(cmd, "format", formatNames)
	cmd.Flags().StringSliceVar(&plots, "plots", render.DefaultPlotFormats(), "draw the plots in these formats, of svg, png and pdf")
	completeFlag(cmd, "plots", plotFormatNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			args = []string{"results/latest"}
		}
		if err := checkPlots(cmd, plots, format); err != nil {
			return err
		}
		if format != "" {
			recs, err := read(cmd, args...)
			if err != nil {
				return err
			}
			return printFormat(cmd, format, recs)
		}
		return reportAll(cmd, args, plots)
	}
	return cmd
}

// checkPlots says what is wrong with the formats of plots.
func checkPlots(cmd *cobra.Command, plots []string, format string) error {
	if err := render.CheckPlotFormats(plots); err != nil {
		return &statusError{exitUsage, err.Error()}
	}
	if format != "" && cmd.Flags().Changed("plots") {
		return &statusError{exitUsage, "--plots draws into folders, and --format writes nothing: leave one of them out"}
	}
	return nil
}

// read reads recordings, and names files that are not whole.
func read(cmd *cobra.Command, paths ...string) ([]*results.Recording, error) {
	recs, doubts, err := results.ReadPaths(paths...)
	for _, doubt := range doubts {
		fmt.Fprintf(cmd.ErrOrStderr(), "probecost: %v; the rest is used\n", doubt)
	}
	return recs, err
}

// reportAll prints the tables of every path, and draws into those that are
// folders. All are read before anything is printed.
func reportAll(cmd *cobra.Command, paths, plots []string) error {
	recs := make([][]*results.Recording, len(paths))
	for i, path := range paths {
		var err error
		if recs[i], err = read(cmd, path); err != nil {
			return err
		}
	}
	var failures []error
	for i, path := range paths {
		if i > 0 {
			fmt.Fprint(cmd.OutOrStdout(), "\n\n")
		}
		tables, err := show(cmd, recs[i])
		failures = append(failures, err)
		if tables == nil {
			continue // recordings that contradict themselves: what was drawn of them before stays
		}
		if fi, err := os.Stat(path); err == nil && fi.IsDir() {
			_, err := render.All(path, tables, plots...)
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// printFormat prints recordings in one format.
func printFormat(cmd *cobra.Command, name string, recs []*results.Recording) error {
	format, err := render.FormatNamed(name)
	if err != nil {
		return &statusError{exitUsage, err.Error()}
	}
	tables, err := analysis.AnalyzeAll(recs)
	if tables == nil {
		return err
	}
	return errors.Join(format.Write(cmd.OutOrStdout(), tables), err)
}

func formatList() string {
	var b strings.Builder
	for _, f := range render.Formats {
		fmt.Fprintf(&b, "  %-11s %s\n", f.Name, f.About)
	}
	return b.String()
}

func formatNames() []string {
	var names []string
	for _, f := range render.Formats {
		names = append(names, f.Name)
	}
	return names
}

func plotFormatNames() []string {
	var names []string
	for _, f := range render.PlotFormats {
		names = append(names, f.Name)
	}
	return names
}
