package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/internal/progress"
	"github.com/probecost/probecost/internal/terminal"
	"github.com/probecost/probecost/results/render"
)

// quietFlag is --quiet, of what takes long.
const quietFlag = "quiet"

func registerQuiet(cmd *cobra.Command) {
	cmd.Flags().BoolP(quietFlag, "q", false, "no progress and no remarks: tables, and what went wrong")
}

// remarks is where what nobody has to know goes.
func remarks(cmd *cobra.Command) io.Writer {
	if quiet, err := cmd.Flags().GetBool(quietFlag); err == nil && quiet {
		return io.Discard
	}
	return cmd.ErrOrStderr()
}

// display shows the progress of what the labels stand for.
func display(cmd *cobra.Command, labels ...string) *progress.Display {
	return progress.New(remarks(cmd), labels...)
}

// tableOut is where tables for people go: in colours, if that is a terminal.
func tableOut(cmd *cobra.Command) io.Writer {
	out := cmd.OutOrStdout()
	if terminal.Escapes(out) {
		return render.InColour(out)
	}
	return out
}
