package docs

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// probecost builds the program, once.
var probecost = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "probecost-docs-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "probecost")
	cmd := exec.Command("go", "build", "-o", path, "./cmd/probecost")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New("build the program: " + string(out))
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := probecost(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

// execute runs the program in the project's top folder.
func execute(t *testing.T, args ...string) (out string, err error) {
	t.Helper()
	path, err := probecost()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = root
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// commands are all that a document tells its reader to type: the parts of the
// lines of shell blocks, and what stands inline, as words without prefixes.
func commands(text string) [][]string {
	lines := inline(text)
	for _, b := range code(text, "sh") {
		lines = append(lines, strings.Split(strings.ReplaceAll(b, "\\\n", " "), "\n")...)
	}
	var list [][]string
	for _, line := range lines {
		line, _, _ = strings.Cut(line, " #")
		for _, part := range separator.Split(line, -1) {
			if ws := withoutPrefix(words(part)); len(ws) > 0 {
				list = append(list, ws)
			}
		}
	}
	return list
}

var (
	separator  = regexp.MustCompile(`&&|\|\||[|;]|>\s*\S+`)
	assignment = regexp.MustCompile(`^[A-Z_]+=`)
)

// withoutPrefix leaves out sudo and assignments before a command.
func withoutPrefix(ws []string) []string {
	for len(ws) > 0 && (ws[0] == "sudo" || assignment.MatchString(ws[0])) {
		ws = ws[1:]
	}
	return ws
}

// TestProgramCommands shows that every command line of the program parses, and
// names workloads, handlers and attach types that there are. Those that only read
// are carried out.
func TestProgramCommands(t *testing.T) {
	found := 0
	eachDocument(t, func(t *testing.T, _, text string) {
		for _, ws := range commands(text) {
			if filepath.Base(ws[0]) != "probecost" || len(ws) == 1 {
				continue
			}
			found++
			parse(t, text, ws[1:])
		}
	})
	if found < 10 {
		t.Errorf("only %d commands found: are they where they were?", found)
	}
}

// parse has the program read a command line without carrying it out.
func parse(t *testing.T, text string, args []string) {
	line := strings.Join(args, " ")
	end := len(args) // of the program's own
	if i := slices.Index(args, "--"); i >= 0 {
		end = i
		switch {
		case args[0] == "gate": // flags of run
			parse(t, text, append([]string{"run"}, args[i+1:]...))
		case !slices.Contains(args, "--program"):
			parse(t, text, args[i+1:])
		}
	}
	if out, err := execute(t, slices.Insert(slices.Clone(args), end, "--help")...); err != nil {
		t.Errorf("probecost %s: %v\n%s", line, err, out)
	}
	if out := checkNames(t, text, args); out != "" {
		t.Errorf("probecost %s: %s", line, out)
	}
	if !readsOnly(args) {
		return
	}
	if out, err := execute(t, args...); err != nil {
		t.Errorf("probecost %s: %v\n%s", line, err, out)
	}
}

// readsOnly says whether a command line can be carried out here: it reads what
// is published, or the kernel's description of itself, and only prints. A
// report without a format would write its folder anew.
func readsOnly(args []string) bool {
	of := strings.Contains(strings.Join(args, " "), published)
	switch args[0] {
	case "report":
		return of && slices.Contains(args, "--format")
	case "estimate":
		return of
	case "completion":
		return true
	case "events":
		_, err := os.Stat("/sys/kernel/btf/vmlinux")
		return err == nil
	}
	return false
}

// added says whether a name comes with a change that the document shows.
func added(text, name string) bool {
	return strings.Contains(strings.Join(code(text, "diff"), ""), `"`+name+`"`)
}

// checkNames lets the program check the names of workloads, handlers, attach
// types, and of what is in objects that are there, which it does before it finds that there is no such kernel.
func checkNames(t *testing.T, text string, args []string) (problem string) {
	count := []string{"count", "--kernel", "./no-such-image"}
	for i, arg := range args[:len(args)-1] {
		if slices.Contains([]string{"--workload", "--handler", "--attach", "--object", "--program", "--set"}, arg) && !added(text, args[i+1]) {
			count = append(count, arg, args[i+1])
		}
	}
	const usage = 2
	var exit *exec.ExitError
	out, err := execute(t, count...)
	if !errors.As(err, &exit) {
		t.Fatalf("%v: %v\n%s", count, err, out)
	}
	if exit.ExitCode() == usage {
		return out
	}
	return ""
}

// TestMakeTargets shows that every make target that a document names exists.
func TestMakeTargets(t *testing.T) {
	makefile := read(t, "Makefile")
	eachDocument(t, func(t *testing.T, _, text string) {
		for _, ws := range commands(text) {
			if ws[0] != "make" {
				continue
			}
			for _, target := range ws[1:] {
				if !assignment.MatchString(target) && !strings.Contains(makefile, "\n"+target+":") {
					t.Errorf("make %s: no such target", target)
				}
			}
		}
	})
}

// TestExitStatuses shows that the README lists the statuses that help lists.
func TestExitStatuses(t *testing.T) {
	help, err := execute(t, "--help")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(help, "Exit status: ")
	list, _, ok := strings.Cut(list, ".")
	if !ok {
		t.Fatalf("help lists no exit statuses:\n%s", help)
	}
	readme := read(t, "README.md")
	for _, status := range strings.Split(strings.Join(strings.Fields(list), " "), ", ") {
		number, meaning, _ := strings.Cut(status, " ")
		if row := "| " + number + " | " + meaning; !strings.Contains(readme, row) {
			t.Errorf("README.md has no row %q", row)
		}
	}
}

// TestSubcommands checks that the documents show every subcommand that help
// lists, but for help itself.
func TestSubcommands(t *testing.T) {
	help, err := execute(t, "--help")
	if err != nil {
		t.Fatal(err)
	}
	shown := ""
	for _, name := range documents(t) {
		shown += read(t, name)
	}
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+) +[A-Z]`).FindAllStringSubmatch(help, -1) {
		if m[1] != "help" && !strings.Contains(shown, "probecost "+m[1]) {
			t.Errorf("no document shows probecost %s", m[1])
		}
	}
}
