package bench

import (
	"context"
	"strings"
	"testing"

	"github.com/probecost/probecost/workloads"
)

func startWorker(t *testing.T, ctx context.Context) *process {
	t.Helper()
	w, err := StartWorker(ctx, "worker")
	if err != nil {
		t.Fatal(err)
	}
	return w.(*process)
}

// TestWorkerProcess drives every workload from a real worker process.
func TestWorkerProcess(t *testing.T) {
	w := startWorker(t, t.Context())
	for _, workload := range workloads.All {
		record, err := w.Prepare(workload.Name)
		if err != nil || len(record) == 0 {
			t.Errorf("%s: Prepare() = %q, %v", workload.Name, record, err)
		}
		if n, err := w.Drive(workload.Name, 7); n != 7 || err != nil {
			t.Errorf("%s: Drive(7) = %d, %v", workload.Name, n, err)
		}
		timing, err := w.Time(Request{Workload: workload.Name, Chunks: 20, Ops: 10, Warmup: 5})
		if err != nil {
			t.Fatal(err)
		}
		if len(timing.Chunks) != 20 || len(timing.Canaries) != 21 || timing.Driven != 205 || timing.ClockCost <= 0 {
			t.Errorf("%s: %+v", workload.Name, timing)
		}
		for i, d := range timing.Chunks {
			if d <= timing.ClockCost {
				t.Errorf("%s: chunk %d took %d ns", workload.Name, i, d)
			}
		}
	}
	if _, err := w.Drive("nothing", 1); err == nil || !strings.Contains(err.Error(), `no workload "nothing"`) {
		t.Errorf("an unknown workload: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// TestWorkerIsKilled shows that the death of a worker is told as that.
func TestWorkerIsKilled(t *testing.T) {
	w := startWorker(t, t.Context())
	if _, err := w.Drive("urandom_read", 1); err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, err := w.Drive("urandom_read", 1)
	if err == nil || !strings.Contains(err.Error(), "worker ended early (signal: killed)") {
		t.Errorf("error %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// TestWorkerEndsWithItsContext shows that a canceled run leaves no worker.
func TestWorkerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := startWorker(t, ctx)
	if _, err := w.Drive("urandom_read", 1); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := w.Time(Request{Workload: "urandom_read", Chunks: 100, Ops: 1 << 20}); err == nil {
		t.Error("the worker went on")
	}
	_ = w.Close()
}
