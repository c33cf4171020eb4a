package main

import (
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bpf"
)

// axes are the flags by which run and count choose what to measure.
type axes struct {
	workloads, attach, handlers []string
	seed                        uint64
	out                         string
	ownFlags
}

func (a *axes) register(cmd *cobra.Command, seed string) {
	flags := cmd.Flags()
	flags.StringSliceVar(&a.workloads, "workload", []string{"all"}, "what makes the hook fire: "+choices(bench.Workloads))
	flags.StringSliceVar(&a.attach, "attach", nil, "attach types: "+choices(bench.AttachTypes)+" (see probecost axes)")
	flags.StringSliceVar(&a.handlers, "handler", []string{bpf.Empty.Name}, "what the program does: "+choices(bench.Handlers))
	flags.Uint64Var(&a.seed, "seed", 0, "seed of the order of visits ("+seed+")")
	a.ownFlags.register(cmd)
	flags.StringVar(&a.out, "out", "results/latest", "folder for the recording, tables and plots")
	completeFlag(cmd, "workload", described(bench.Workloads))
	completeFlag(cmd, "attach", described(bench.AttachTypes))
	completeFlag(cmd, "handler", described(bench.Handlers))
}

// options are the chosen axes, without a plan's sizes.
func (a *axes) options(cmd *cobra.Command) (bench.Options, error) {
	o := bench.Options{Workloads: a.workloads, Attach: a.attach, Handlers: a.handlers}
	if len(a.objects) > 0 {
		o.Attach, o.Handlers = nil, nil
	}
	var err error
	o.Own, err = a.own(cmd, a.attach)
	return o, err
}

// randomSeed is a seed that JSON readers of any language keep exactly.
func randomSeed() uint64 { return rand.Uint64N(1 << 48) }

// described is what a shell may offer of an axis: names, each with what it is.
func described[T any](axis bench.Axis[T]) func() []string {
	return func() []string {
		var offers []string
		for _, element := range axis.List {
			offers = append(offers, cobra.CompletionWithDesc(axis.Name(element), axis.About(element)))
		}
		return append(offers, cobra.CompletionWithDesc("all", "all but those that are meant only if they are named"))
	}
}

// choices lists what a flag takes.
func choices[T any](axis bench.Axis[T]) string {
	var names [3][]string
	for i, name := range axis.Names() {
		group := axis.Group(axis.List[i])
		names[group] = append(names[group], name)
	}
	text := strings.Join(names[bench.Usual], ", ")
	if more := names[bench.More]; len(more) > 0 {
		text += "; of all also " + strings.Join(more, ", ")
	}
	text += "; all, or a pattern such as 't*'"
	if extra := names[bench.ByName]; len(extra) > 0 {
		text += "; by name alone " + strings.Join(extra, ", ")
	}
	return text
}
