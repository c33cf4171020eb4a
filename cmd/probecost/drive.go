package main

import (
	"fmt"
	"os"
	"os/exec"

	"github.com/spf13/cobra"
	"mvdan.cc/sh/v3/shell"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// driven changes the options to a command that drives events. No shell runs it:
// its words are divided, and variables put in, as a shell would.
func (f *runFlags) driven(cmd *cobra.Command, o *bench.Options) error {
	for _, name := range []string{"workload", "bpf-stats", "precision", "release"} {
		if cmd.Flags().Changed(name) {
			return &bench.UsageError{Message: fmt.Sprintf("--drive and --%s exclude each other", name)}
		}
	}
	if len(o.Own.Objects) == 0 {
		return &bench.UsageError{Message: "--drive needs --object: only a program of your own can say what a command's events are"}
	}
	words, err := shell.Fields(f.drive, os.Getenv)
	if err != nil || len(words) == 0 {
		return &bench.UsageError{Message: fmt.Sprintf("--drive %q is no command: %v", f.drive, err)}
	}
	if words[0], err = exec.LookPath(words[0]); err != nil {
		return fmt.Errorf("--drive: %w", err)
	}
	blocks := bench.Quick.Blocks
	if cmd.Flags().Changed("blocks") {
		blocks = f.blocks
	}
	o.Metric, o.Workloads = results.CPUTime, nil
	o.Plan = results.Plan{Blocks: blocks, Chunks: 1, Ops: 1, Command: words}
	return nil
}
