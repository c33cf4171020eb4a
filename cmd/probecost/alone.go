package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/sandbox"
)

// alone waits until no other probecost measures this kernel: two would measure
// each other.
func alone(cmd *cobra.Command) (io.Closer, error) {
	waiting := display(cmd, "")
	defer waiting.End()
	return sandbox.Lock(cmd.Context(), func(process int) {
		who := "another probecost"
		if process > 0 {
			who += fmt.Sprintf(" (process %d)", process)
		}
		waiting.Part(0)(bench.Step{Stage: "waiting for " + who + " to end"})
	})
}
