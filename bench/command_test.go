package bench

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/results"
)

// runCommand starts a command as a visit would.
func runCommand(ctx context.Context, t *testing.T, args ...string) (*Timing, error) {
	t.Helper()
	cpus, err := sandbox.AllowedCPUs()
	if err != nil {
		t.Fatal(err)
	}
	w, err := commandWorkers(args, results.Plan{CPU: cpus[0]})(ctx, cpus[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.Time(Request{Chunks: 2})
}

func TestCommandIsTimed(t *testing.T) {
	timing, err := runCommand(t.Context(), t, "/bin/sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done")
	if err != nil {
		t.Fatal(err)
	}
	if len(timing.Chunks) != 2 || timing.Chunks[0] <= 0 || timing.Driven != 2 {
		t.Errorf("%+v", timing)
	}
	if sum := timing.Chunks[0] + timing.Chunks[1]; timing.WallNS < sum/2 {
		t.Errorf("%d ns on one CPU within %d ns", sum, timing.WallNS)
	}
}

func TestCommandThatFails(t *testing.T) {
	_, err := runCommand(t.Context(), t, "/bin/sh", "-c", "echo first >&2; echo no such load >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "exit status 3: no such load") {
		t.Errorf("error %v", err)
	}
	if _, err = runCommand(t.Context(), t, "/nowhere/at/all"); err == nil || !strings.Contains(err.Error(), "start /nowhere/at/all") {
		t.Errorf("error %v", err)
	}
}

// TestCommandEndsWithTheRun shows that what the command has started ends too.
func TestCommandEndsWithTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := runCommand(ctx, t, "/bin/sh", "-c", "sleep 1000 & wait")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
