package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

const guestCommand = "guest"

// newGuest is what count runs in the virtual machine: its argument is
// bench.Options as JSON, its output the recording.
func newGuest() *cobra.Command {
	return &cobra.Command{
		Use:    guestCommand + " OPTIONS",
		Short:  "Count instructions in the virtual machine that this runs in",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var o bench.Options
			if err := json.Unmarshal([]byte(args[0]), &o); err != nil {
				return fmt.Errorf("options: %w", err)
			}
			lab := bench.KernelLab(workerArgs(clockInstructions))
			out := results.NewWriter(drained{cmd.OutOrStdout()})
			return bench.Measure(cmd.Context(), o, lab, out, func(bench.Step) {})
		},
	}
}

// drained waits after each write until the serial line has sent it, so that
// the interrupts of sending never fall into a timed operation.
type drained struct{ io.Writer }

func (d drained) Write(p []byte) (int, error) {
	n, err := d.Writer.Write(p)
	if f, ok := d.Writer.(*os.File); ok && err == nil {
		_ = unix.IoctlSetInt(int(f.Fd()), unix.TCSBRK, 1) // no tty: nothing to wait for
	}
	return n, err
}
