package main

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

func newEstimate() *cobra.Command {
	var rate float64
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "estimate --rate EVENTS [DIR|RECORDING]...",
		Short: "Estimate which share of a CPU a program takes in production",
		Long: `estimate multiplies what each attach type adds to an event, as recorded by run,
by a rate of events per second: the share of one CPU that such a program would
take in production. Counts of instructions have no answer to that.`,
		Example: `  probecost estimate --rate 50000 results/published/time
  probecost estimate --rate 2e6 --json results/published/time`,
	}
	cmd.Flags().Float64Var(&rate, "rate", 0, "`EVENTS` per second, of all CPUs together")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.ValidArgsFunction = completeRecordings
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !(rate > 0) || math.IsInf(rate, 0) {
			return &bench.UsageError{Message: "no rate: give the events per second, such as --rate 50000"}
		}
		if len(args) == 0 {
			args = []string{"results/latest"}
		}
		tables, err := timed(cmd, args)
		if tables == nil {
			return err
		}
		write := render.Shares
		if asJSON {
			write = render.SharesJSON
		}
		return errors.Join(write(tableOut(cmd), tables, rate), err)
	}
	return cmd
}

// timed are the tables of the recordings of time, and what is doubtful about
// these. It says which recordings are left out.
func timed(cmd *cobra.Command, paths []string) ([]analysis.Table, error) {
	recs, err := read(cmd, paths...)
	if err != nil {
		return nil, err
	}
	times := slices.DeleteFunc(slices.Clone(recs), func(r *results.Recording) bool { return r.Header.Metric != results.Time })
	if len(times) == 0 {
		return nil, analysis.ErrNotTime
	}
	if n := len(recs) - len(times); n > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "probecost: %d recordings of instructions are left out: they tell no time\n", n)
	}
	tables, err := analysis.AnalyzeAll(times)
	if err != nil {
		return nil, err
	}
	return tables, analysis.Check(tables)
}
