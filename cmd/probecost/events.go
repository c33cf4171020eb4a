package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/event"
	"github.com/probecost/probecost/internal/terminal"
)

// eventFlags say which kernel's events are meant, and how to print them.
type eventFlags struct {
	btf, tracefs string
	json         bool
}

func newEvents() *cobra.Command {
	var f eventFlags
	cmd := &cobra.Command{
		Use:   "events list|show",
		Short: "Which events there are, and how to attach to one",
		Long: `events says what a BPF program can be attached to: the names of each event under
the attach types, the arguments and fields that the program gets, and a program
to start from. It reads the kernel's types (BTF) and its tracefs, and attaches
nothing. Only root may read tracefs; without it, categories and fields are left
out.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&f.btf, "btf", "", "types of another kernel: a BTF or ELF `FILE` (default: the running kernel's)")
	flags.StringVar(&f.tracefs, "tracefs", "", "`FOLDER` with events/, a copy or a mount (default: the running kernel's, unless --btf is given)")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	completed(cmd.MarkPersistentFlagFilename("btf"))
	completed(cmd.MarkPersistentFlagDirname("tracefs"))
	cmd.AddCommand(newEventsList(&f), newEventsShow(&f))
	return cmd
}

func newEventsList(f *eventFlags) *cobra.Command {
	return &cobra.Command{
		Use:   "list [GLOB]",
		Short: "List events by category and name, and their raw tracepoints",
		Example: `  probecost events list
  probecost events list 'sched_*'
  probecost events list '*fchmodat*' --json
  probecost events list --btf /sys/kernel/btf/vmlinux`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(func(s *event.Source) error { return f.list(cmd, s, args) })
		},
		ValidArgsFunction: completeEvent(f),
	}
}

func newEventsShow(f *eventFlags) *cobra.Command {
	var skeleton, function string
	cmd := &cobra.Command{
		Use:   "show NAME",
		Short: "Show how to attach to an event, its arguments and its fields",
		Long: `show takes a name such as sched_switch or sched:sched_switch, and for system
calls sys_enter_fchmodat, fchmodat, or the number. With --skeleton it prints a C
program to start from, which needs libbpf's headers and nothing of the kernel's.`,
		Example: `  probecost events show sched_switch
  probecost events show sys_enter_fchmodat
  probecost events show 268
  probecost events show task:task_rename --json
  probecost events show sched_switch --skeleton raw_tracepoint`,
		Args: exactly(1, "the name of an event, such as sched_switch"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(func(s *event.Source) error { return f.show(cmd, s, args[0], skeleton, function) })
		},
	}
	cmd.Flags().StringVar(&skeleton, "skeleton", "", "print a C program for this attach `TYPE`: "+strings.Join(event.SkeletonTypes(), ", "))
	cmd.Flags().StringVar(&function, "function", "", "`NAME` of the kernel function for a kprobe or fentry skeleton (default: the first that show lists)")
	completeFlag(cmd, "skeleton", event.SkeletonTypes)
	completed(cmd.RegisterFlagCompletionFunc("function", completeFunction(f)))
	cmd.ValidArgsFunction = completeEvent(f)
	return cmd
}

// with opens what is to be read, and tells unknown names from failures.
func (f *eventFlags) with(do func(*event.Source) error) error {
	source, err := event.Open(f.btf, f.tracefs)
	if err != nil {
		return err
	}
	defer source.Close()
	err = do(source)
	var unknown *event.UnknownError
	if errors.As(err, &unknown) {
		return &bench.UsageError{Message: unknown.Message}
	}
	return err
}

func (f *eventFlags) list(cmd *cobra.Command, s *event.Source, args []string) error {
	for _, text := range s.Unread() {
		fmt.Fprintln(cmd.ErrOrStderr(), "probecost: not read:", text)
	}
	list, err := s.List()
	if err != nil {
		return err
	}
	if len(args) > 0 {
		if list, err = event.Match(list, args[0]); err != nil {
			return &bench.UsageError{Message: err.Error()}
		}
		if len(list) == 0 {
			return fmt.Errorf("no event matches %q", args[0])
		}
	}
	if f.json {
		return printJSON(cmd, list)
	}
	out := cmd.OutOrStdout()
	return event.WriteList(out, list, len(args) > 0, terminal.Is(out))
}

func (f *eventFlags) show(cmd *cobra.Command, s *event.Source, name, skeleton, function string) error {
	d, err := s.Describe(name)
	if err != nil {
		return err
	}
	if skeleton != "" {
		return s.Skeleton(cmd.OutOrStdout(), d, skeleton, function)
	}
	if f.json {
		return printJSON(cmd, d)
	}
	return d.WriteText(cmd.OutOrStdout())
}

func printJSON(cmd *cobra.Command, value any) error {
	encoder := json.NewEncoder(cmd.OutOrStdout())
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
