package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/internal/manual"
	"github.com/probecost/probecost/results"
)

func newCount() *cobra.Command {
	var a axes
	var m machines
	cmd := &cobra.Command{
		Use:   "count --kernel VERSION|IMAGE",
		Short: "Count instructions on any kernel, in a virtual machine",
		Long: `count boots each kernel in an emulated machine that counts instructions, and
measures what each attach type adds to an event there: exactly, the same on any
host. It needs QEMU, and neither root nor KVM. A kernel is a version such as
6.12, or 7.x for the newest 7, which is fetched from the distribution, or the
path of an image. With --arch the machine is an emulated one of that
architecture, whatever this one is. Of several kernels there is one table, with
the kernels across; details of each are in the files.

Instructions are not time: by instructions a kprobe can be cheaper than a
tracepoint while in time it is dearer.`,
		Example: `  probecost count --kernel 6.12
  probecost count --kernel 5.10,6.1,6.12,7.x --handler empty,fields
  probecost count --kernel 6.1,6.12 --arch amd64,arm64
  probecost count --kernel /boot/vmlinuz-$(uname -r)`,
		Args: noArguments,
	}
	a.register(cmd)
	m.register(cmd)
	manual.Group(cmd, "What to measure", "kernel", "arch")
	manual.Group(cmd, "Limits", "jobs")
	a.registerRest(cmd, "default: the same each time")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := m.check(); err != nil {
			return err
		}
		o, err := a.options(cmd)
		if err != nil {
			return err
		}
		o.Metric, o.Plan, o.Lenient = results.Instructions, bench.Exact, true
		o.Plan.Seed = a.seed
		o.Started = time.Now().UTC().Truncate(time.Second)
		return countAll(cmd, o, m, a.out)
	}
	return cmd
}

// countAll counts on all kernels. One that fails does not hold up the others.
func countAll(cmd *cobra.Command, o bench.Options, m machines, out string) error {
	if err := o.Check(); err != nil {
		return err
	}
	guests, failure := m.guests(cmd, out)
	if len(guests) == 0 {
		return failure
	}
	shown := display(cmd, labels(guests)...)
	failures := make([]error, len(guests))
	var group errgroup.Group
	group.SetLimit(m.jobs)
	for i, g := range guests {
		group.Go(func() error {
			how := "done"
			if err := g.count(cmd.Context(), o, shown.Part(i)); err != nil {
				failures[i], how = fmt.Errorf("kernel %s: %w", g.image.Name, err), "failed"
			}
			shown.Ended(i, how)
			return nil // the other kernels go on
		})
	}
	_ = group.Wait()
	shown.End()
	files := make([]*recordingFile, len(guests))
	for i, g := range guests {
		files[i] = g.file
	}
	return finish(cmd, out, files, errors.Join(append(failures, failure)...))
}

// labels are what the guests are called.
func labels(guests []guest) []string {
	names := make([]string, len(guests))
	for i, g := range guests {
		names[i] = g.image.Name
	}
	return names
}
