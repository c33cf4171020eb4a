package vm

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSweep(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	used, err := newTempDir()
	if err != nil {
		t.Fatal(err)
	}
	left, err := newTempDir()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []*tempDir{used, left} {
		if err := os.WriteFile(filepath.Join(dir.Name(), "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	left.Close() // as the kernel does for a process that is killed
	next, err := newTempDir()
	if err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[*tempDir]bool{used: true, left: false, next: true} {
		if _, err := os.Stat(dir.Name()); (err == nil) != want {
			t.Errorf("%s: %v, should be there: %v", dir.Name(), err, want)
		}
	}
	used.remove()
	if _, err := os.Stat(used.Name()); err == nil {
		t.Error("remove leaves the folder")
	}
	next.remove()
}
