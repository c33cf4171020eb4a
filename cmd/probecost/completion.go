package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/bench"
)

// shells are those that the program knows how to be completed by.
var shells = []struct {
	name  string
	write func(root *cobra.Command, w io.Writer) error
}{
	{"bash", func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
	{"zsh", func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) }},
	{"fish", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
}

func shellNames() []string {
	names := make([]string, len(shells))
	for i, s := range shells {
		names[i] = s.name
	}
	return names
}

// newCompletion takes the place of the command that cobra would add.
func newCompletion() *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shellNames(), "|"),
		Short: "Print the script by which a shell completes command lines",
		Long: `completion prints a script that completes subcommands and flags, and the names
of attach types, workloads, handlers, kernels that were fetched, events of this
kernel, programs of an object, formats and recordings. That for bash needs the
package bash-completion. Packages of probecost have these scripts already.`,
		Example: `  source <(probecost completion bash)
  probecost completion bash >/etc/bash_completion.d/probecost
  probecost completion zsh >"${fpath[1]}/_probecost"
  probecost completion fish >~/.config/fish/completions/probecost.fish`,
		Args:      exactly(1, "a shell: "+strings.Join(shellNames(), ", ")),
		ValidArgs: shellNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, s := range shells {
				if s.name == args[0] {
					return s.write(cmd.Root(), cmd.OutOrStdout())
				}
			}
			return &bench.UsageError{Message: fmt.Sprintf("unknown shell %q: there are %s", args[0], strings.Join(shellNames(), ", "))}
		},
	}
}
