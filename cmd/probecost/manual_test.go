package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// pages writes the pages of the manual, and returns their texts by their names.
func pages(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"man", "--date", "2026-01-31", dir}, &stderr, &stderr); status != exitGood {
		t.Fatalf("exit status %d\n%s", status, &stderr)
	}
	names, err := filepath.Glob(dir + "/*")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text)
	}
	return texts
}

// unroff are the characters that the pages have escaped.
var unroff = strings.NewReplacer(`\-`, `-`, `\(aq`, `'`, `\(dq`, `"`, `\(ti`, `~`, `\e`, `\`, `\&`, ``)

// TestManual: every command that is not hidden has a page, which shows all of
// its flags and examples, and the first page what holds for all.
func TestManual(t *testing.T) {
	texts := pages(t)
	if diff := cmp.Diff(texts, pages(t)); diff != "" {
		t.Errorf("the pages are not the same each time:\n%s", diff)
	}
	seen := 0
	eachCommand(t, newRoot(), func(t *testing.T, cmd *cobra.Command) {
		seen++
		text := unroff.Replace(texts[strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1"])
		for line := range strings.Lines(cmd.Example) {
			if line = strings.TrimSpace(line); !strings.Contains(text, line+"\n") {
				t.Errorf("its page lacks the example %q", line)
			}
		}
		for _, m := range regexp.MustCompile(`(?m)^ +(?:-\w, )?(--\S+)`).FindAllStringSubmatch(cmd.Flags().FlagUsages(), -1) {
			if !strings.Contains(text, m[1]) {
				t.Errorf("its page lacks %s", m[1])
			}
		}
	})
	if seen != len(texts) {
		t.Errorf("%d pages for %d commands", len(texts), seen)
	}
	first := unroff.Replace(texts["probecost.1"])
	for _, want := range []string{"3\\fR\nregression", "NO_COLOR", "results/latest/", "probecost-run\\fR(1)", "2026-01-31"} {
		if !strings.Contains(first, want) {
			t.Errorf("probecost.1 lacks %q", want)
		}
	}
}

// TestStatuses: help, the manual and what the program ends with are the same.
func TestStatuses(t *testing.T) {
	var words []string
	for _, s := range statuses {
		words = append(words, s.Name+" "+s.Text)
	}
	help := strings.Join(strings.Fields(newRoot().Long), " ")
	if want := "Exit status: " + strings.Join(words, ", ") + "."; !strings.HasSuffix(help, want) {
		t.Errorf("help has no %q", want)
	}
}

// TestManualRefuses a date that is none.
func TestManualRefuses(t *testing.T) {
	var out bytes.Buffer
	if status := run(t.Context(), []string{"man", "--date", "yesterday", t.TempDir()}, &out, &out); status != exitUsage {
		t.Errorf("exit status %d: %s", status, &out)
	}
}

// TestVersion: what is needed to tell two programs apart.
func TestVersion(t *testing.T) {
	var out bytes.Buffer
	if status := run(t.Context(), []string{"--version"}, &out, &out); status != exitGood {
		t.Fatalf("exit status %d", status)
	}
	if !regexp.MustCompile(`^probecost \S+\ncommit: +\S.*\ngo: +go\S+ linux/\w+\nhandlers: [0-9a-f]{16}\n$`).Match(out.Bytes()) {
		t.Errorf("%s", &out)
	}
}
