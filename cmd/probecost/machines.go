package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/internal/progress"
)

// machines are the flags by which count chooses where to count.
type machines struct {
	kernels, archs []string
	jobs           int
}

func (m *machines) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&m.kernels, "kernel", nil, "`VERSION` such as 6.12, or path of a kernel image (repeatable)")
	flags.StringSliceVar(&m.archs, "arch", nil, "`ARCHITECTURES` of the machine, for each version: "+strings.Join(vm.Architectures(), ", ")+" (default: this one, and of an image its own)")
	flags.IntVar(&m.jobs, "jobs", runtime.NumCPU(), "`NUMBER` of kernels at a time; each takes a CPU")
	completeKernel(cmd)
	completeFlag(cmd, "arch", vm.Architectures)
}

var errNoKernel = &bench.UsageError{Message: "no kernel: give a version or the path of an image, such as --kernel 6.12"}

func (m *machines) check() error {
	switch {
	case len(m.kernels) == 0:
		return errNoKernel
	case m.jobs < 1:
		return &bench.UsageError{Message: fmt.Sprintf("--jobs %d: at least one kernel at a time", m.jobs)}
	}
	return checkArchs(m.archs)
}

// checkArchs says whether guests can have the architectures; "" is the default.
func checkArchs(archs []string) error {
	for _, arch := range archs {
		if arch != "" && !slices.Contains(vm.Architectures(), arch) {
			return &bench.UsageError{Message: fmt.Sprintf("unknown architecture %q (there are: %s)", arch, strings.Join(vm.Architectures(), ", "))}
		}
	}
	return nil
}

// guest is one kernel that instructions are counted on.
type guest struct {
	image vm.Image
	file  *recordingFile
}

// guests finds the images before anything is measured. What a user got wrong
// ends all; without an image that cannot be fetched the others are of use.
func (m *machines) guests(cmd *cobra.Command, out string) ([]guest, error) {
	var guests []guest
	var failures []error
	taken := map[string]bool{}
	for _, kernel := range m.kernels {
		for _, arch := range m.archsOf(kernel) {
			image, err := vm.Resolve(cmd.Context(), kernel, arch, cmd.ErrOrStderr())
			if errors.Is(err, errCannotFetch) && cmd.Context().Err() == nil {
				failures = append(failures, err)
				continue
			}
			if err != nil {
				return nil, err
			}
			if taken[image.Name] {
				return nil, &bench.UsageError{Message: fmt.Sprintf("kernel %s is named twice", image.Name)}
			}
			taken[image.Name] = true
			file, err := newRecording(out, "count-"+image.Name)
			if err != nil {
				return nil, err
			}
			guests = append(guests, guest{image, file})
		}
	}
	return guests, errors.Join(failures...)
}

// archsOf are the architectures to count on for a kernel: that of an image is
// its own.
func (m *machines) archsOf(kernel string) []string {
	if len(m.archs) == 0 || len(m.archs) > 1 && vm.IsFile(kernel) {
		return []string{""}
	}
	return m.archs
}

// count boots the guest and copies its recording to the file as it comes.
func (g guest) count(ctx context.Context, o bench.Options, report bench.Progress) error {
	report(bench.Step{Stage: "booting"})
	config := vm.Config{Kernel: g.image.Path, Arch: g.image.Arch, Deterministic: true}
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
	config.Stdout = io.MultiWriter(progress.Follow(report), g.file)
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
