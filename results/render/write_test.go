package render

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestAllAgain writes a recording, reads it under another name, and expects
// the same bytes in every file.
func TestAllAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "results", "latest")
	first, err := All(dir, everything(t))
	if err != nil {
		t.Fatal(err)
	}
	var recs []*results.Recording
	for _, rec := range recordings() {
		recs = append(recs, reread(t, rec))
	}
	again := t.TempDir()
	second, err := All(again, tables(t, recs...))
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != len(second) || len(first) != formatFiles(t)+2*len(Plots(everything(t))) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for i := range first {
		if filepath.Base(first[i]) != filepath.Base(second[i]) || !bytes.Equal(read(t, first[i]), read(t, second[i])) {
			t.Errorf("%s and %s differ", first[i], second[i])
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(first) {
		t.Errorf("%d files in the folder, %d were written", len(entries), len(first))
	}
}

func reread(t *testing.T, rec *results.Recording) *results.Recording {
	t.Helper()
	var b bytes.Buffer
	w := results.NewWriter(&b)
	err := w.Header(rec.Header)
	for _, v := range rec.Visits {
		err = errors.Join(err, w.Visit(v))
	}
	if rec.End != nil {
		err = errors.Join(err, w.End(*rec.End))
	}
	out, rerr := results.Read("another name", &b)
	if err = errors.Join(err, rerr); err != nil {
		t.Fatal(err)
	}
	return out
}

// formatFiles is how many formats have a file in a folder of results, of all
// tables of the tests.
func formatFiles(t *testing.T) (n int) {
	for _, f := range Formats {
		if f.File != "" && (f.Has == nil || f.Has(everything(t))) {
			n++
		}
	}
	return n
}

// TestAllKeepsGoing puts a folder where a file should go.
func TestAllKeepsGoing(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "table.md", "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	paths, err := All(dir, tables(t, exactly()))
	if err == nil || !strings.Contains(err.Error(), "write "+filepath.Join(dir, "table.md")) {
		t.Errorf("error %v", err)
	}
	if len(paths) != formatFiles(t)-3+2 { // no times, no changes, and the one that failed
		t.Errorf("wrote %v", paths)
	}
	noLitter(t, dir)
}

func TestAllNowhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := All(filepath.Join(file, "sub"), nil); err == nil {
		t.Error("wrote below a file")
	}
}

// TestWriteFileWhole fails half-way and expects the old file.
func TestWriteFileWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "table.txt")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := WriteFile(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "ne")
		return errors.Join(err, broken)
	})
	if !errors.Is(err, broken) || string(read(t, path)) != "old" {
		t.Errorf("error %v, file %q", err, read(t, path))
	}
	noLitter(t, dir)
}

func noLitter(t *testing.T, dir string) {
	t.Helper()
	litter, err := filepath.Glob(filepath.Join(dir, ".probecost-*"))
	if err != nil || len(litter) > 0 {
		t.Errorf("left behind: %v, %v", litter, err)
	}
}

// TestPlotNames checks that no plot overwrites another, nor leaves the folder.
func TestPlotNames(t *testing.T) {
	odd := exactly()
	odd.Header.Environment.Kernel = "../6.12/x y"
	var names []string
	for _, p := range Plots(tables(t, exactly(), exactly(), poor(), odd)) {
		names = append(names, p.Name)
	}
	want := []string{"instructions-6.12.9-synthetic-empty", "instructions-6.12.9-synthetic-empty-2",
		"time-6.18.44-fields", "instructions-.._6.12_x_y-empty", "strip-6.18.44-fields", "kernels-instructions-empty"}
	if !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
