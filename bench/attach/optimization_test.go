package attach

import (
	"os"
	"path/filepath"
	"testing"
)

func value(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOptimizationIsRestored shows that the sysctl is what it was afterwards, and
// also after a process that did not come to that.
func TestOptimizationIsRestored(t *testing.T) {
	dir := t.TempDir()
	o := optimization{filepath.Join(dir, "sysctl"), filepath.Join(dir, "note")}
	for _, was := range []string{"1\n", "0\n"} {
		if err := os.WriteFile(o.sysctl, []byte(was), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := o.forbid(); err != nil {
			t.Fatal(err)
		}
		if got := value(t, o.sysctl)[0]; got != '0' {
			t.Errorf("it is %q meanwhile", got)
		}
		// The process is killed here. The next one knows the files alone.
		next := optimization{o.sysctl, o.note}
		if err := next.restore(); err != nil {
			t.Fatal(err)
		}
		if got := value(t, o.sysctl); got != was {
			t.Errorf("it was %q, and is %q afterwards", was, got)
		}
		if _, err := os.Stat(o.note); err == nil {
			t.Error("the note is still there")
		}
		if err := next.restore(); err != nil {
			t.Errorf("there is nothing to restore: %v", err)
		}
	}
	// A note that was made, and nothing yet written to it.
	if err := os.WriteFile(o.note, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.restore(); err != nil || value(t, o.sysctl) != "0\n" {
		t.Errorf("an empty note: %v, %q", err, value(t, o.sysctl))
	}
	// A kernel without it.
	gone := optimization{filepath.Join(dir, "none"), o.note}
	if err := gone.forbid(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(o.note); err == nil {
		t.Error("a note of nothing")
	}
}
