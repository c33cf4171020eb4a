package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/event"
	"github.com/probecost/probecost/bench/object"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/results"
)

// completeFlag has the shell offer values for a flag, which may be a list.
func completeFlag(cmd *cobra.Command, flag string, values func() []string) {
	completeList(cmd, flag, values, cobra.ShellCompDirectiveNoFileComp)
}

// completeKernel offers the kernels that need not be fetched; files too.
func completeKernel(cmd *cobra.Command) {
	completeList(cmd, "kernel", func() []string { return vm.Cached("") }, cobra.ShellCompDirectiveDefault)
}

func completeList(cmd *cobra.Command, flag string, values func() []string, directive cobra.ShellCompDirective) {
	completed(cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		var offers []string
		for _, value := range values() {
			if before != "" { // bash finds no description behind a comma
				value, _, _ = strings.Cut(value, "\t")
			}
			offers = append(offers, before+value)
		}
		return offers, directive
	}))
}

// completeFile offers the files for a flag that have one of the extensions, and
// all if none is given.
func completeFile(cmd *cobra.Command, flag string, extensions ...string) {
	completed(cmd.MarkFlagFilename(flag, extensions...))
}

// completeOut offers folders for --out.
func completeOut(cmd *cobra.Command) { completed(cmd.MarkFlagDirname("out")) }

// completed is for flags that the command has.
func completed(err error) {
	if err != nil {
		panic(err) // a broken build
	}
}

// recordingExtension is that of recordings, as shells want it.
var recordingExtension = strings.TrimPrefix(results.Extension, ".")

// completeRecordings offers recordings, and the folders that they may be in.
func completeRecordings(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{recordingExtension}, cobra.ShellCompDirectiveFilterFileExt
}

// completeFolders offers folders.
func completeFolders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// eachOf returns what the objects on the command line have of something. Of one
// that cannot be read nothing is offered: a shell has no place for the reason.
func (f *ownFlags) eachOf(have func(*object.Object) []string) func() []string {
	return func() []string {
		var all []string
		given := slices.Compact(slices.Sorted(slices.Values(f.objects))) // cobra has parsed them twice
		for _, text := range given {
			files, err := labelled([]string{text})
			if err != nil {
				continue
			}
			if o, err := object.Open(files[0].Label, files[0].Path); err == nil {
				all = append(all, have(o)...)
			}
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
}

// assignments are the variables of an object, to be set.
func assignments(o *object.Object) []string {
	var all []string
	for _, name := range o.Variables() {
		all = append(all, name+"=")
	}
	return all
}

// complete has the shell complete the flags that choose programs.
func (f *ownFlags) complete(cmd *cobra.Command) {
	completeFile(cmd, "object", "o")
	completeFlag(cmd, "program", f.eachOf((*object.Object).Names))
	completeList(cmd, "set", f.eachOf(assignments), cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace)
}

// complete has the shell complete the flags that say what to measure.
func (a *axes) complete(cmd *cobra.Command) {
	completeFlag(cmd, "workload", described(bench.Workloads))
	completeFlag(cmd, "attach", described(bench.AttachTypes))
	completeFlag(cmd, "handler", described(bench.Handlers))
	completeOut(cmd)
	a.ownFlags.complete(cmd)
}

// completeEvent offers the names of events.
func completeEvent(f *eventFlags) cobra.CompletionFunc {
	return f.offer(func(s *event.Source, args []string) (names []string) {
		if len(args) > 0 {
			return nil // there is one already
		}
		list, _ := s.List()
		for _, e := range list {
			names = append(names, e.Name)
		}
		return names
	})
}

// completeFunction offers the functions that the event on the command line may
// be in.
func completeFunction(f *eventFlags) cobra.CompletionFunc {
	return f.offer(func(s *event.Source, args []string) (names []string) {
		if len(args) == 0 {
			return nil
		}
		d, err := s.Describe(args[0])
		if err != nil {
			return nil
		}
		for _, a := range d.Attach {
			if a.Function != "" && !slices.Contains(names, a.Function) {
				names = append(names, a.Function)
			}
		}
		return names
	})
}

// offer offers what can be read of a kernel's events. Where nothing can, it
// offers nothing.
func (f *eventFlags) offer(names func(s *event.Source, args []string) []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		source, err := event.Open(f.btf, f.tracefs)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer source.Close()
		return names(source, args), cobra.ShellCompDirectiveNoFileComp
	}
}
