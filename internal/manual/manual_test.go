package manual

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "write the golden files anew")

// command has all that roff, or a terminal, could stumble over.
func command() *cobra.Command {
	root := &cobra.Command{Use: "tool", Short: "What a tool does", Long: "tool does things.", RunE: func(*cobra.Command, []string) error { return nil }}
	root.PersistentFlags().Bool("json", false, "print JSON")
	sub := &cobra.Command{
		Use:   "sub FILE|-",
		Short: `Do 'it' to a "file"`,
		Long: `.dotfiles and 'quotes' at the start of a line, a back\slash, --flags, and a
second line.

Formats:
  a      first
  .b     'second'
and more.`,
		Example: "  tool sub --pattern 't*' -x file\n  tool sub \\\n      ~/.file | grep '\\.'",
		RunE:    func(*cobra.Command, []string) error { return nil },
	}
	flags := sub.Flags()
	flags.StringSlice("pattern", []string{"all"}, "`NAMES`, or a pattern such as 't*', with an explanation that goes on for longer than a line has room for")
	flags.BoolP("execute", "x", false, "do it")
	flags.Int("number", 12, "`NUMBER` of times")
	flags.String("hidden", "", "not shown")
	flags.Lookup("hidden").Hidden = true
	Group(sub, "What to do", "pattern", "number")
	root.AddCommand(sub, &cobra.Command{Use: "secret", Hidden: true, RunE: root.RunE})
	root.SetUsageFunc(Usage)
	return root
}

// golden compares a text with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what it was (-was +is; go test -update if it should be):\n%s", path, diff)
	}
}

func TestUsage(t *testing.T) {
	var b bytes.Buffer
	root := command()
	root.SetOut(&b)
	for _, args := range [][]string{{"--help"}, {"sub", "--help"}} {
		root.SetArgs(args)
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		b.WriteString("----\n")
	}
	golden(t, "usage.txt", b.Bytes())
}

func TestPages(t *testing.T) {
	dir := t.TempDir()
	p := Pages{
		Command: command(), Date: "2026-01-31", Version: "tool v1", SeeAlso: []string{"bpf(2)"},
		Lists: []List{{"EXIT STATUS", []Entry{{"0", "good"}, {"1", ".error"}}}},
	}
	if err := p.Write(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%v, %v", entries, err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, e.Name(), text)
	}
}

// TestPagesRender: what a reader of a page sees is what was written, above all
// what is to be typed.
func TestPagesRender(t *testing.T) {
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		t.Skip("there is no mandoc, which make lint installs")
	}
	if out, err := exec.Command(mandoc, "-Tlint", "-Wwarning", "testdata/tool.1", "testdata/tool-sub.1").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	out, err := exec.Command(mandoc, "-Tutf8", "-Owidth=78", "testdata/tool-sub.1").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(out), "\b", "")
	for _, want := range []string{"tool sub --pattern 't*' -x file", "~/.file | grep '\\.'", ".b     'second'"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page has no %q:\n%s", want, text)
		}
	}
}

func TestGroupOfNothing(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a flag that there is not can be put into a group")
		}
	}()
	Group(command(), "What", "nothing")
}
