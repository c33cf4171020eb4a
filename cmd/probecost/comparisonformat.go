package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/render"
)

// comparisonFormat is how a comparison is printed.
type comparisonFormat struct{ json, markdown bool }

func (f *comparisonFormat) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.markdown, "markdown", false, "print Markdown, as for the summary of a CI job")
}

func (f *comparisonFormat) check() error {
	if f.json && f.markdown {
		return &bench.UsageError{Message: "--json and --markdown exclude each other"}
	}
	return nil
}

func (f *comparisonFormat) writer() func(io.Writer, *compare.Report) error {
	switch {
	case f.json:
		return render.ComparisonJSON
	case f.markdown:
		return render.ComparisonMarkdown
	}
	return render.Comparison
}
