package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/syntax"
)

// eachCommand calls test for every command that help lists.
func eachCommand(t *testing.T, cmd *cobra.Command, test func(*testing.T, *cobra.Command)) {
	t.Run(strings.ReplaceAll(cmd.CommandPath(), " ", "-"), func(t *testing.T) { test(t, cmd) })
	for _, below := range cmd.Commands() {
		if below.IsAvailableCommand() {
			eachCommand(t, below, test)
		}
	}
}

// TestHelp: what a user is shown fits a terminal, and says what flags take.
func TestHelp(t *testing.T) {
	eachCommand(t, newRoot(), func(t *testing.T, cmd *cobra.Command) {
		var help bytes.Buffer
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		if status := run(t.Context(), args, &help, &help); status != exitGood {
			t.Fatalf("exit status %d\n%s", status, &help)
		}
		for line := range strings.Lines(help.String()) {
			if n := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%d columns: %s", n, line)
			}
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") || len(cmd.Short) > 66 {
			t.Errorf("short description %q", cmd.Short)
		}
		if cmd.Example == "" && !cmd.HasAvailableSubCommands() {
			t.Error("no example")
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			takes, _ := pflag.UnquoteUsage(f)
			if takes != strings.ToUpper(takes) {
				t.Errorf("--%s takes %q: name it in its usage, in capitals and back quotes", f.Name, takes)
			}
		})
	})
}

// plain are what flags take that no shell can complete.
var plain = []string{"NUMBER", "LIST", "WIDTH", "DURATION", "CHANGE", "EVENTS", "COMMAND"}

// TestEveryNameCompletes: each flag that takes a name, and each argument.
func TestEveryNameCompletes(t *testing.T) {
	eachCommand(t, newRoot(), func(t *testing.T, cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			takes, _ := pflag.UnquoteUsage(f)
			_, names := cmd.GetFlagCompletionFunc(f.Name)
			_, files := f.Annotations[cobra.BashCompFilenameExt]
			_, folders := f.Annotations[cobra.BashCompSubdirsInDir]
			if takes == "" || names || files || folders {
				return
			}
			for _, p := range plain {
				if takes == p {
					return
				}
			}
			t.Errorf("--%s %s is not completed", f.Name, takes)
		})
		arguments := strings.Contains(strings.TrimPrefix(cmd.Use, cmd.Name()), " ")
		if arguments && !strings.Contains(cmd.Use, "--kernel") && !cmd.HasAvailableSubCommands() &&
			cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
			t.Errorf("%q: its arguments are not completed", cmd.Use)
		}
	})
}

// TestZshCompletion: the script is one that zsh can read. That for bash is
// carried out by a script in testdata; make lint reads all with the shells.
func TestZshCompletion(t *testing.T) {
	var script, stderr bytes.Buffer
	if status := run(t.Context(), []string{"completion", "zsh"}, &script, &stderr); status != exitGood {
		t.Fatalf("exit status %d\n%s", status, &stderr)
	}
	if _, err := syntax.NewParser(syntax.Variant(syntax.LangZsh)).Parse(&script, "_probecost"); err != nil {
		t.Error(err)
	}
}
