package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
)

const workerCommand = "worker"

// workerArgs returns what makes this program a worker with that clock.
func workerArgs(clock string) func(cpu int, workloads []string) []string {
	return func(cpu int, workloads []string) []string {
		return append([]string{workerCommand, clock, strconv.Itoa(cpu)}, workloads...)
	}
}

func newWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand + " CLOCK CPU WORKLOAD…",
		Short:  "Drive workloads for a parent process",
		Hidden: true,
		Args:   cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			clock, err := clockNamed(args[0])
			if err != nil {
				return err
			}
			cpu, err := strconv.Atoi(args[1])
			if err != nil {
				return err
			}
			return bench.ServeWorker(clock, cpu, args[2:])
		},
	}
}
