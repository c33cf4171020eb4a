package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
)

func newAxes() *cobra.Command {
	return &cobra.Command{
		Use:   "axes",
		Short: "List workloads, attach types and handlers, and what they need",
		Long: `axes lists what run and count can measure: workloads, which cause events;
attach types, with what they need of a kernel; and handlers, which are what
programs do. What of it a kernel has, they find out and say in their tables.`,
		Example: "  probecost axes",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			list(out, bench.Workloads)
			list(out, bench.AttachTypes)
			list(out, bench.Handlers)
			return out.Flush()
		},
	}
}

// when says on which choice an element is measured.
var when = map[bench.Group]string{bench.Usual: "always", bench.More: "all", bench.ByName: "by name"}

func list[T any](w io.Writer, axis bench.Axis[T]) {
	fmt.Fprintf(w, "--%s\tmeasured\t\n", axis.Flag)
	for _, element := range axis.List {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", axis.Name(element), when[axis.Group(element)], axis.About(element))
	}
	fmt.Fprintln(w)
}
