package bench

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/workloads"
)

func startWorker(t *testing.T, ctx context.Context) *process {
	t.Helper()
	w, err := StartWorker(ctx, append([]string{"worker"}, workloadNames()...)...)
	if err != nil {
		t.Fatal(err)
	}
	return w.(*process)
}

// workloadNames are those that every kernel has.
func workloadNames() []string {
	var names []string
	for _, w := range workloads.All {
		if !w.Extra {
			names = append(names, w.Name)
		}
	}
	return names
}

// TestWorkerProcess drives every workload from a real worker process.
func TestWorkerProcess(t *testing.T) {
	w := startWorker(t, t.Context())
	for _, name := range workloadNames() {
		record, err := w.Prepare(name)
		if err != nil || len(record) == 0 {
			t.Errorf("%s: Prepare() = %q, %v", name, record, err)
		}
		if n, err := w.Drive(name, 7); n != 7 || err != nil {
			t.Errorf("%s: Drive(7) = %d, %v", name, n, err)
		}
		timing, err := w.Time(Request{Workload: name, Chunks: 20, Ops: 10, Warmup: 5})
		if err != nil {
			t.Fatal(err)
		}
		if len(timing.Chunks) != 20 || len(timing.Canaries) != 21 || timing.Driven != 205 || timing.ClockCost <= 0 {
			t.Errorf("%s: %+v", name, timing)
		}
		for i, d := range timing.Chunks {
			if d <= timing.ClockCost {
				t.Errorf("%s: chunk %d took %d ns", name, i, d)
			}
		}
	}
	if _, err := w.Drive("nothing", 1); err == nil || !strings.Contains(err.Error(), `workload "nothing" is not open`) {
		t.Errorf("an unknown workload: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// TestWorkerHeapStays shows that a worker's heap is as large before anything is
// measured as after it: the kernel's way to a uprobe goes by the mappings.
func TestWorkerHeapStays(t *testing.T) {
	w := startWorker(t, t.Context())
	work := func() {
		if _, err := w.Time(Request{Workload: "urandom_read", Chunks: 1000, Ops: 1}); err != nil {
			t.Fatal(err)
		}
	}
	work()
	before := heap(t, w.cmd.Process.Pid)
	for range 100 { // several MiB
		work()
	}
	if diff := cmp.Diff(before, heap(t, w.cmd.Process.Pid)); diff != "" || len(before) == 0 {
		t.Error(diff)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// heap are the mappings of a Go process's heap: those of no file that are neither
// among the runtime's own data, where the kernel puts what is put nowhere, nor C's.
func heap(t *testing.T, pid int) (mappings []string) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if len(strings.Fields(line)) == 5 && !strings.HasPrefix(line, "7f") {
			mappings = append(mappings, line)
		}
	}
	return mappings
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

// TestWorkerSpins shows that the positive control does its work beside each
// operation, and measures it without the operation.
func TestWorkerSpins(t *testing.T) {
	w := startWorker(t, t.Context())
	timing, err := w.Time(Request{Workload: "urandom_read", Chunks: 20, Ops: 100, Turns: 100})
	if err != nil {
		t.Fatal(err)
	}
	if timing.Spin == nil || timing.Spin.Turns != 100 || timing.Spin.Instructions != 3203 || len(timing.Spin.Chunks) != 20 || len(timing.Spin.Canaries) != 21 {
		t.Fatalf("%+v", timing.Spin)
	}
	turn, err := w.Turn()
	if err != nil || turn <= 0 {
		t.Errorf("a turn takes %v ns, %v", turn, err)
	}
	if least := slices.Min(timing.Spin.Chunks); float64(least) < 0.5*turn*100*100 {
		t.Errorf("100 × 100 turns of %.2f ns took %d ns", turn, least)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}
