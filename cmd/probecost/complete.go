package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench/event"
	"github.com/probecost/probecost/bench/vm"
)

// completeFlag has the shell offer values for a flag, which may be a list.
func completeFlag(cmd *cobra.Command, flag string, values func() []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		var offers []string
		for _, value := range values() {
			offers = append(offers, before+value)
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // a flag that the command has not: a broken build
	}
}

// completeKernel offers the kernels that need not be fetched; files too.
func completeKernel(cmd *cobra.Command) {
	err := cmd.RegisterFlagCompletionFunc("kernel", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return vm.Cached(""), cobra.ShellCompDirectiveDefault
	})
	if err != nil {
		panic(err)
	}
}

// completeEvent offers the names of events. Where none can be read, it offers
// nothing: a shell has no place for the reason.
func completeEvent(f *eventFlags) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		source, err := event.Open(f.btf, f.tracefs)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer source.Close()
		list, err := source.List()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []string
		for _, e := range list {
			names = append(names, e.Name)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
