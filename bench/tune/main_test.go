package tune_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/tune"
	"github.com/probecost/probecost/bench/vm"
)

// The test binary has four roles: the init of a guest, the tests in it, a
// process that is killed while it tunes, and the tests.
func TestMain(m *testing.M) {
	if vm.IsInit() {
		vm.Init()
	}
	if folder := os.Getenv(envVictim); folder != "" {
		victim(folder)
	}
	os.Exit(m.Run())
}

// Where the victim tunes, and the change at which it stops and waits: before it
// is made, or after.
const (
	envVictim = "TUNE_TEST_VICTIM"
	envAt     = "TUNE_TEST_AT"
	envAfter  = "TUNE_TEST_AFTER"
)

// victim tunes until it has got so far, says so, and waits to be killed.
func victim(folder string) {
	s, err := tune.Open(folder)
	if err != nil {
		panic(err)
	}
	left, _ := strconv.Atoi(os.Getenv(envAt))
	set := s.Set
	s.Set = func(path, value string) error {
		if left--; left >= 0 {
			return set(path, value)
		}
		if os.Getenv(envAfter) != "" {
			_ = set(path, value)
		}
		fmt.Println("waiting")
		time.Sleep(time.Hour)
		return nil
	}
	_, err = s.On(context.Background(), bench)
	fmt.Fprintln(os.Stderr, "not killed:", err)
	os.Exit(1)
}

// TestKilled kills a process with SIGKILL at every change in turn, before it and
// after it: the machine says that it is tuned in part, and off restores it.
func TestKilled(t *testing.T) {
	for at := range 17 {
		for _, after := range []string{"", "yes"} {
			folder, s := copied(t)
			before := tree(t, folder)
			kill(t, folder, at, after)
			if diff := cmp.Diff(before, tree(t, folder)); diff == "" {
				t.Fatalf("change %d: nothing was done", at)
			}
			if says := status(t, s); !strings.Contains(says, "CPU 7: tuned in part since") || !strings.Contains(says, "until it was ended: `probecost tune on` goes on, `probecost tune off` restores what was") {
				t.Errorf("change %d: %s", at, says)
			}
			if at%2 == 1 { // what was begun may be finished first
				on(t, s)
			}
			off(t, s)
			if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
				t.Errorf("change %d (-before +after):\n%s", at, diff)
			}
		}
	}
}

func kill(t *testing.T, folder string, at int, after string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envVictim+"="+folder, envAt+"="+strconv.Itoa(at), envAfter+"="+after)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 16)); err != nil {
		t.Fatalf("change %d: %v", at, err)
	}
	if _, err := mustOpen(t, folder).On(t.Context(), bench); err == nil || !strings.Contains(err.Error(), "another process is tuning this machine") {
		t.Errorf("change %d: while another process tunes: %v", at, err)
	}
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
}

func mustOpen(t *testing.T, folder string) *tune.System {
	t.Helper()
	s, err := tune.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestTornLine has a file of what was saved whose last line is cut short, as no
// change follows such a line.
func TestTornLine(t *testing.T) {
	folder, s := copied(t)
	before := tree(t, folder)
	kill(t, folder, 5, "yes")
	file := filepath.Join(folder, saved)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	torn := append(text, `{"value":{"path":"proc/loadavg","was":`...)
	if err := os.WriteFile(file, torn, 0o600); err != nil {
		t.Fatal(err)
	}
	on(t, s)
	off(t, s)
	if diff := cmp.Diff(before, tree(t, folder)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
