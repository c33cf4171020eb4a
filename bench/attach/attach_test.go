package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/features"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

func TestMain(m *testing.M) {
	if _, err := sandbox.Enter(sandbox.DefaultCPU); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lock, err := sandbox.Lock(context.Background(), nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	lock.Close()
	os.Exit(status)
}

// TestFieldsCapturesWhatTheWorkloadCaused attaches the fields handler in every
// way that this kernel has, to every workload's hook.
func TestFieldsCapturesWhatTheWorkloadCaused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	loader := NewLoader()
	for _, w := range workloads.All {
		for _, typ := range All {
			if !typ.HasProgram() {
				continue
			}
			t.Run(w.Name+"/"+typ.Name, func(t *testing.T) { testFields(t, loader, typ, w) })
		}
	}
}

func testFields(t *testing.T, loader *Loader, typ Type, w workloads.Workload) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cpu := pin(t)
	drive := openable(t, loader, typ, w)
	defer drive.Close()
	p, err := loader.Load(typ, w, bpf.Fields)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	want, err := drive.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Attach(); err != nil {
		t.Fatal(err)
	}
	if err := drive.Call.Repeat(1); err != nil {
		t.Fatal(err)
	}
	_, got, _, err := p.Event(cpu)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got[:len(want)], want) {
		t.Errorf("captured\n%q, want\n%q", got, want)
	}
	testCounts(t, p, drive, cpu)
}

// openable opens the workload, and skips the test if this kernel lacks it or
// the attach type.
func openable(t *testing.T, loader *Loader, typ Type, w workloads.Workload) *workloads.Drive {
	t.Helper()
	drive, err := w.Open()
	if errors.Is(err, ebpf.ErrNotSupported) && !hasAllWorkloads(t) {
		support := loader.Check(typ, w)
		if support.State != Unavailable {
			t.Errorf("Check() = %+v for a workload that this kernel lacks", support)
		}
		t.Skipf("%v; attaching says: %s", err, support.Reason)
	}
	if err != nil {
		t.Fatal(err)
	}
	if support := loader.Check(typ, w); support.State != Available {
		if os.Getenv("PROBECOST_VM") != "" {
			t.Fatalf("%s: %s; the kernels that are tested in a VM have all types", typ.Name, support.Reason)
		}
		drive.Close()
		t.Skipf("this kernel cannot attach %s: %s", typ.Name, support.Reason)
	}
	return drive
}

// testCounts drives more operations, of which one was driven before, and
// compares what kernel and handler counted.
func testCounts(t *testing.T, p *Probe, drive *workloads.Drive, cpu int) {
	t.Helper()
	const more = 99
	stats, err := EnableStats()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(drive.Call.Repeat(more), stats.Close()); err != nil {
		t.Error(err)
	}
	if info, err := p.Info(); err != nil || info.Xlated == 0 {
		t.Errorf("Info() = %+v, %v", info, err)
	}
	if drive.Silent {
		return
	}
	if s, err := p.Stats(); err != nil || s.Runs < uint64(more*drive.EventsPerOp) {
		t.Errorf("Stats() = %+v, %v after %d operations", s, err, more)
	}
	// Others may cause events on this CPU too, but not one per operation.
	if seen, _, _, _ := p.Event(cpu); seen/(1+more) != uint64(drive.EventsPerOp) {
		t.Errorf("saw %d events of %d operations with %d each", seen, 1+more, drive.EventsPerOp)
	}
}

// hasAllWorkloads says whether this is a kernel that must have every workload:
// those for the VMs, from Linux 6.10 on.
func hasAllWorkloads(t *testing.T) bool {
	t.Helper()
	version, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	return os.Getenv("PROBECOST_VM") != "" && version >= 6<<16|10<<8
}

// pin keeps the calling thread on the CPU that it is on, which it returns.
func pin(t *testing.T) int {
	t.Helper()
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		t.Fatal(err)
	}
	for cpu := range 1024 {
		if before.IsSet(cpu) {
			one.Set(cpu)
			if err := unix.SchedSetaffinity(0, &one); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = unix.SchedSetaffinity(0, &before) })
			return cpu
		}
	}
	t.Fatal("no CPU is allowed")
	return 0
}
