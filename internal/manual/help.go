package manual

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// width is that of a terminal nobody has to widen.
const width = 80

// Usage prints how to call a command: what its help has after the long text.
func Usage(cmd *cobra.Command) error {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if cmd.Runnable() {
		b.WriteString("  " + cmd.UseLine() + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " [command]\n")
	}
	if cmd.HasExample() {
		b.WriteString("\nExamples:\n" + cmd.Example + "\n")
	}
	if below := available(cmd); len(below) > 0 {
		b.WriteString("\nAvailable Commands:\n")
		for _, c := range below {
			fmt.Fprintf(&b, "  %-*s %s\n", cmd.Commands()[0].NamePadding(), c.Name(), c.Short)
		}
	}
	for _, s := range sections(cmd) {
		flags := pflag.NewFlagSet("", pflag.ContinueOnError)
		flags.SortFlags = false
		for _, f := range s.Flags {
			flags.AddFlag(withoutBrackets(f))
		}
		b.WriteString("\n" + s.Title + ":\n" + flags.FlagUsagesWrapped(width))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n\"%s [command] --help\" has more about a command.\n", cmd.CommandPath())
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// withoutBrackets is a flag that shows a default of several as one gives them.
func withoutBrackets(f *pflag.Flag) *pflag.Flag {
	if f.DefValue == "[]" {
		return f // as none
	}
	shown := *f
	shown.DefValue = strings.Trim(f.DefValue, "[]")
	return &shown
}

// available are the commands below a command, as help lists them.
func available(cmd *cobra.Command) []*cobra.Command {
	var below []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			below = append(below, c)
		}
	}
	return below
}
