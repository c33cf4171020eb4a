package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/internal/manual"
	"github.com/probecost/probecost/internal/progress"
	"github.com/probecost/probecost/results"
)

func newCount() *cobra.Command {
	var a axes
	var kernels []string
	cmd := &cobra.Command{
		Use:   "count --kernel VERSION|IMAGE",
		Short: "Count instructions on any kernel, in a virtual machine",
		Long: `count boots each kernel in an emulated machine that counts instructions, and
measures what each attach type adds to an event there: exactly, the same on any
host. It needs QEMU, and neither root nor KVM. A kernel is a version such as
6.12, which is fetched from the distribution, or the path of an image.

Instructions are not time: by instructions a kprobe can be cheaper than a
tracepoint while in time it is dearer.`,
		Example: `  probecost count --kernel 6.12
  probecost count --kernel 6.1,6.12 --workload 't*' --handler empty,fields
  probecost count --kernel /boot/vmlinuz-$(uname -r)`,
		Args: noArguments,
	}
	a.register(cmd)
	cmd.Flags().StringSliceVar(&kernels, "kernel", nil, "`VERSION` such as 6.12, or path of a kernel image (repeatable)")
	completeKernel(cmd)
	manual.Group(cmd, "What to measure", "kernel")
	a.registerRest(cmd, "default: the same each time")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if len(kernels) == 0 {
			return errNoKernel
		}
		o, err := a.options(cmd)
		if err != nil {
			return err
		}
		o.Metric, o.Plan, o.Lenient = results.Instructions, bench.Exact, true
		o.Plan.Seed = a.seed
		o.Started = time.Now().UTC().Truncate(time.Second)
		return countAll(cmd, o, kernels, a.out)
	}
	return cmd
}

var errNoKernel = &bench.UsageError{Message: "no kernel: give a version or the path of an image, such as --kernel 6.12"}

// guest is one kernel that instructions are counted on.
type guest struct {
	label string // what the user called it, for messages and file names
	image string
	file  *recordingFile
}

func countAll(cmd *cobra.Command, o bench.Options, kernels []string, out string) error {
	if err := o.Check(); err != nil {
		return err
	}
	guests, err := prepareGuests(cmd, kernels, out)
	if err != nil {
		return err
	}
	shown := display(cmd, labels(guests)...)
	failures := make([]error, len(guests))
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for i, g := range guests {
		group.Go(func() error {
			how := "done"
			if err := g.count(cmd.Context(), o, shown.Part(i)); err != nil {
				failures[i], how = fmt.Errorf("kernel %s: %w", g.label, err), "failed"
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
	return finish(cmd, out, files, errors.Join(failures...))
}

// labels are what the guests are called.
func labels(guests []guest) []string {
	names := make([]string, len(guests))
	for i, g := range guests {
		names[i] = g.label
	}
	return names
}

// prepareGuests finds all images before anything is measured.
func prepareGuests(cmd *cobra.Command, kernels []string, out string) ([]guest, error) {
	guests := make([]guest, 0, len(kernels))
	taken := map[string]bool{}
	for _, kernel := range kernels {
		image, err := vm.Resolve(cmd.Context(), kernel, cmd.ErrOrStderr())
		if err != nil {
			return nil, err
		}
		label := strings.TrimPrefix(filepath.Base(kernel), "vmlinuz-")
		if taken[label] {
			return nil, &bench.UsageError{Message: fmt.Sprintf("kernel %s is named twice", label)}
		}
		taken[label] = true
		guests = append(guests, guest{label: label, image: image})
	}
	for i := range guests {
		var err error
		if guests[i].file, err = newRecording(out, "count-"+guests[i].label); err != nil {
			return nil, err
		}
	}
	return guests, nil
}

// count boots the guest and copies its recording to the file as it comes.
func (g guest) count(ctx context.Context, o bench.Options, report bench.Progress) error {
	report(bench.Step{Stage: "booting"})
	config := vm.Config{Kernel: g.image, Deterministic: true}
	var err error
	if o.Own, config.Files, err = intoGuest(o.Own); err != nil {
		return err
	}
	machine, err := vm.Describe(ctx, config)
	if err != nil {
		return err
	}
	o.Machine = machine
	arg, err := json.Marshal(o)
	if err != nil {
		return err
	}
	var stderr strings.Builder
	config.Args = []string{guestCommand, string(arg)}
	config.Stdout = io.MultiWriter(g.file, progress.Follow(report))
	config.Stderr = &stderr
	status, err := vm.Run(ctx, config)
	if err != nil {
		return err
	}
	if status != exitGood {
		return &statusError{status, strings.TrimPrefix(strings.TrimSpace(stderr.String()), "probecost: ")}
	}
	return nil
}
