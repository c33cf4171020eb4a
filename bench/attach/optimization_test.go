package attach

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
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

// envInt3 makes the test's binary attach a breakpoint until its input ends.
const envInt3 = "PROBECOST_TEST_INT3"

func attachInt3() (status int) {
	p, err := NewLoader().Load(KprobeInt3, workloads.TaskRename, bpf.Empty)
	if err == nil {
		err = p.Attach()
	}
	fmt.Println(err)
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err == nil {
		err = p.Close()
	}
	if err != nil {
		return 1
	}
	return 0
}

// TestKprobeInt3RestoresTheSysctl attaches in another process, which then ends by
// itself, or is killed. It is a virtual machine's kernel that is changed.
func TestKprobeInt3RestoresTheSysctl(t *testing.T) {
	if os.Getenv("PROBECOST_VM") == "" {
		t.Skip("not in a virtual machine")
	}
	before := value(t, kprobesOptimization.sysctl)
	for _, killed := range []bool{false, true} {
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = append(os.Environ(), envInt3+"=1")
		stdin, err1 := cmd.StdinPipe()
		stdout, err2 := cmd.StdoutPipe()
		if err1 != nil || err2 != nil || cmd.Start() != nil {
			t.Fatal(err1, err2)
		}
		answer := make([]byte, 200)
		if n, err := stdout.Read(answer); err != nil || string(answer[:n]) != "<nil>\n" {
			t.Fatalf("%q, %v", answer[:n], err)
		}
		if got := value(t, kprobesOptimization.sysctl); strings.TrimSpace(got) != "0" {
			t.Errorf("it is %q while a breakpoint is attached", got)
		}
		if killed {
			_ = cmd.Process.Kill()
		}
		stdin.Close()
		if err := cmd.Wait(); (err != nil) != killed {
			t.Error(err)
		}
		if killed && value(t, kprobesOptimization.sysctl) == before {
			t.Error("it was restored without anybody to do it")
		}
		if err := RestoreOptimization(); err != nil {
			t.Error(err)
		}
		if got := value(t, kprobesOptimization.sysctl); got != before {
			t.Errorf("killed %v: it was %q, and is %q afterwards", killed, before, got)
		}
	}
}
