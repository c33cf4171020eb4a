package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/results"
)

// TestRunEnds ends a run in the middle, in every way: what was recorded until
// then reads back, and no program of ours stays in the kernel.
func TestRunEnds(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) { testEnd(t, sig) })
	}
}

func testEnd(t *testing.T, sig syscall.Signal) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run"+results.Extension)
	var stderr strings.Builder
	cmd := exec.Command("probecost", "run", "--workload", "task_rename", "--out", dir)
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	wait(t, "the recording to grow", func() bool {
		fi, err := os.Stat(path)
		return err == nil && fi.Size() > 50_000
	})
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if sig != syscall.SIGKILL {
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitError {
			t.Errorf("%v, want exit status %d", err, exitError)
		}
		if !strings.Contains(stderr.String(), "interrupted; what was measured until then is kept in "+dir) {
			t.Errorf("message %q", stderr.String())
		}
	}
	rec, err := results.ReadFile(path)
	if err != nil && !errors.Is(err, results.ErrTruncated) {
		t.Fatal(err)
	}
	if len(rec.Visits) == 0 {
		t.Error("no visit was kept")
	}
	wait(t, "our programs to leave the kernel", func() bool { return ours(t) == 0 })
}

// lockPatience is how long another probecost may hold the lock by which they
// measure one after the other.
const lockPatience = 2 * time.Minute

// wait waits until something is so, for ten seconds at most.
func wait(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(lockPatience); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// ours is the number of BPF programs in the kernel that have the names of our
// handlers.
func ours(t *testing.T) int {
	t.Helper()
	n := 0
	for id := ebpf.ProgramID(0); ; {
		next, err := ebpf.ProgramGetNextID(id)
		if errors.Is(err, os.ErrNotExist) {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		id = next
		prog, err := ebpf.NewProgramFromID(id)
		if err != nil {
			continue // gone meanwhile
		}
		info, err := prog.Info()
		prog.Close()
		if err != nil {
			continue
		}
		for _, prefix := range []string{"empty_", "count_", "fields_"} {
			if strings.HasPrefix(info.Name, prefix) {
				n++
			}
		}
	}
}
