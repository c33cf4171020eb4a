package render

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// files are the names of all that a folder has.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestAllStale draws many recordings into a folder, then one, and expects what
// that one alone would have made, and all that others have put there.
func TestAllStale(t *testing.T) {
	foreign := []string{"instructions-6.12.9-mine.svg.bak", "notes.txt", "run.jsonl", "time-is-money.png", "times-6.12.9-empty.svg"}
	dir, alone := t.TempDir(), t.TempDir()
	if _, err := All(dir, everything(t)); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	for _, name := range foreign {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const folder = "time-6.12.9-folder.svg"
	if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, alone} {
		if _, err := All(d, tables(t, exactly())); err != nil {
			t.Fatal(err)
		}
	}
	want := slices.Concat(files(t, alone), foreign, []string{folder})
	slices.Sort(want)
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, name := range before {
		if !ours(name) {
			t.Errorf("%s was made and would not be taken away", name)
		}
	}
}
