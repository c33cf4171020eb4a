package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// axes are the flags by which run and count choose what to measure.
type axes struct {
	workloads, attach, handlers []string
	seed                        uint64
	out                         string
}

func (a *axes) register(cmd *cobra.Command, seed string) {
	flags := cmd.Flags()
	flags.StringSliceVar(&a.workloads, "workload", nil, "what makes the hook fire: "+names(workloads.All, func(w workloads.Workload) string { return w.Name })+" (default: the three of the main job)")
	flags.StringSliceVar(&a.attach, "attach", nil, "attach types: "+names(attach.All, func(t attach.Type) string { return t.Name })+" (default: all that the kernel has)")
	flags.StringSliceVar(&a.handlers, "handler", []string{bpf.Empty.Name}, "what the program does: "+names(bpf.Handlers, func(h bpf.Handler) string { return h.Name }))
	flags.Uint64Var(&a.seed, "seed", 0, "seed of the order of visits ("+seed+")")
	flags.StringVar(&a.out, "out", "results/latest", "folder for the recording, tables and plots")
}

// options are the chosen axes, without a plan's sizes.
func (a *axes) options() bench.Options {
	return bench.Options{Workloads: a.workloads, Attach: a.attach, Handlers: a.handlers}
}

// randomSeed is a seed that JSON readers of any language keep exactly.
func randomSeed() uint64 { return rand.Uint64N(1 << 48) }

func names[T any](list []T, nameOf func(T) string) string {
	text := ""
	for i, element := range list {
		if i > 0 {
			text += ", "
		}
		text += nameOf(element)
	}
	return fmt.Sprintf("%s, all, or a pattern such as 't*'", text)
}
