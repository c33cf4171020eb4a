package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
)

const workerCommand = "worker"

// workerArgs are the arguments that make this program a worker.
func workerArgs(clock string, cpu int) []string {
	return []string{workerCommand, clock, strconv.Itoa(cpu)}
}

func newWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand + " CLOCK CPU",
		Short:  "Drive workloads for a parent process",
		Hidden: true,
		Args:   cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			clock, err := clockNamed(args[0])
			if err != nil {
				return err
			}
			cpu, err := strconv.Atoi(args[1])
			if err != nil {
				return err
			}
			return bench.ServeWorker(clock, cpu)
		},
	}
}
