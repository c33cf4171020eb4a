package docs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// section is the part of a document under a heading.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("no section %q", heading)
	}
	before, _, _ := strings.Cut(after, "\n## ")
	return before
}

var changed = regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)$`)

// TestThreePlaces shows that the changes by which CONTRIBUTING.md adds an attach
// type or a workload are to three places, and to which.
func TestThreePlaces(t *testing.T) {
	text := read(t, "CONTRIBUTING.md")
	for heading, want := range map[string][]string{
		"Add an attach type": {"bench/attach/uretprobe_multi.go", "bench/attach/type.go", "bpf/handlers.h"},
		"Add a workload":     {"bpf/umask.c", "workloads/umask.go", "workloads/workload.go"},
	} {
		var got []string
		for _, diff := range code(section(t, text, heading), "diff") {
			for _, m := range changed.FindAllStringSubmatch(diff, -1) {
				got = append(got, m[1])
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s changes %q, want %q", heading, got, want)
		}
	}
}

// TestAttachTypeIsAdded compiles the program with the attach type that
// CONTRIBUTING.md adds, and finds it among the others.
func TestAttachTypeIsAdded(t *testing.T) {
	diffs := code(section(t, read(t, "CONTRIBUTING.md"), "Add an attach type"), "diff")
	overlay := overlay(t, diffs)
	cmd := exec.Command("go", "run", "-overlay", overlay, "./cmd/probecost", "axes")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "\n  uretprobe.multi ") {
		t.Errorf("it is not there:\n%s", out)
	}
}

// overlay makes the changed files elsewhere, and returns the file that tells the
// compiler of them.
func overlay(t *testing.T, diffs []string) string {
	t.Helper()
	dir, top := t.TempDir(), absolute(t, root)
	replace := map[string]string{}
	for _, diff := range diffs {
		name := changed.FindStringSubmatch(diff)[1]
		fresh := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(fresh), 0o755); err != nil {
			t.Fatal(err)
		}
		if old, err := os.ReadFile(filepath.Join(top, name)); err == nil {
			if err := os.WriteFile(fresh, old, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("git", "apply", "-")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(diff)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if strings.HasSuffix(name, ".go") {
			replace[filepath.Join(top, name)] = fresh
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
