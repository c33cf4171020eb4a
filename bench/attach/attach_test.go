package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

func TestMain(m *testing.M) {
	if os.Getenv(envInt3) != "" {
		os.Exit(attachInt3()) // while the test waits, which has the lock
	}
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
// way that this kernel has, to every workload's hook; the counting handler where
// the fields are not to be had.
func TestFieldsCapturesWhatTheWorkloadCaused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	loader := NewLoader()
	for _, w := range workloads.All {
		for _, typ := range All {
			if typ.HasProgram() && typ.Applies(w.Hook) {
				t.Run(w.Name+"/"+typ.Name, func(t *testing.T) { testFields(t, loader, typ, w) })
			}
		}
	}
}

func testFields(t *testing.T, loader *Loader, typ Type, w workloads.Workload) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cpu := pin(t)
	drive := openable(t, loader, typ, w)
	defer drive.Close()
	handler := bpf.Fields
	if typ.Lacks(bpf.Fields, w.Hook) != "" {
		handler = bpf.Count
	}
	p, err := loader.Load(typ, w, handler)
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
	if handler.Record && !bytes.Equal(got[:len(want)], want) {
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
		if os.Getenv("PROBECOST_VM") != "" && (support.State != Unavailable || !lacks(t, typ, w)) {
			t.Fatalf("%s: %s; this kernel has it", typ.Name, support.Reason)
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
	if s, err := p.Stats(); err != nil || s.Runs < uint64(more*drive.EventsPerOp*max(1, p.typ.Runs)) {
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
	return os.Getenv("PROBECOST_VM") != "" && !before(t, "6.10")
}

// before says whether the running kernel is older than a version.
func before(t *testing.T, version string) bool {
	t.Helper()
	release := kernelRelease()
	if _, ok := majorMinor(release); !ok {
		t.Fatalf("release %q", release)
	}
	return olderThan(release, version)
}

// lacks says whether this kernel of a VM, which is Debian's, has no such type for
// this workload's hook.
func lacks(t *testing.T, typ Type, w workloads.Workload) bool {
	t.Helper()
	switch typ.Name {
	case KprobeMulti.Name, KretprobeMulti.Name:
		return before(t, "6.12") // 6.1 has it, and was built without
	case FmodRet.Name: // other kernels than 7.3 were built without error injection
		return w.Hook.Function != workloads.BPFTrigger.Hook.Function && (before(t, "7.0") || !strings.Contains(w.Hook.Function, "_sys_"))
	case KprobeOptimized.Name:
		return runtime.GOARCH != "amd64" || w.Name == workloads.BPFTrigger.Name // a branch is near
	}
	return before(t, typ.Since)
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
