package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/internal/manual"
)

// statuses are what the program ends with.
var statuses = []manual.Entry{
	{Name: "0", Text: "good"},
	{Name: "1", Text: "error"},
	{Name: "2", Text: "usage"},
	{Name: "3", Text: "regression"},
	{Name: "4", Text: "invalid measurement"},
	{Name: "5", Text: "inconclusive"},
}

var environment = []manual.Entry{
	{Name: "NO_COLOR", Text: "If it is not empty: no colours, and no escape sequences in what shows progress."},
	{Name: "TERM", Text: "If it is dumb: the same, and progress as lines."},
	{Name: "PROBECOST_MIRROR", Text: "A mirror of Debian, such as http://deb.debian.org/debian, to fetch kernels from that count and vm are given by version."},
	{Name: "PROBECOST_QEMU", Text: "The QEMU that count and vm start, if it is not the one in the PATH."},
	{Name: "XDG_CACHE_HOME", Text: "Where kernels that were fetched are kept, in probecost/kernels; else in .cache of the home folder."},
}

var files = []manual.Entry{
	{Name: "results/latest/", Text: "What run and count write: the recording (run.jsonl, count-VERSION.jsonl), which is the only thing that is measured, and tables and plots made of it."},
	{Name: "results/latest/previous/", Text: "The recordings that were there before."},
	{Name: "results/history/", Text: "Summaries of recordings, which trend adds to and reads."},
	{Name: "~/.cache/probecost/kernels/", Text: "Kernels that were fetched."},
}

// newManual writes the pages of the manual, for those who package the program.
func newManual() *cobra.Command {
	var date string
	cmd := &cobra.Command{
		Use:    "man --date DATE FOLDER",
		Short:  "Write the pages of the manual",
		Hidden: true,
		Args:   exactly(1, "a folder for the pages"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := time.Parse(time.DateOnly, date); err != nil {
				return &bench.UsageError{Message: "--date is that of the sources, such as 2026-01-31"}
			}
			return manual.Pages{
				Command: cmd.Root(), Date: date, Version: "probecost " + bench.Version(),
				Lists: []manual.List{
					{Title: "EXIT STATUS", Entries: statuses},
					{Title: "ENVIRONMENT", Entries: environment},
					{Title: "FILES", Entries: files},
				},
				SeeAlso: []string{"bpf(2)", "bpftool(8)", "perf(1)"},
			}.Write(args[0])
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "date of the pages")
	return cmd
}
