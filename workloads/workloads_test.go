package workloads

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/features"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// TestEveryWorkloadDrives repeats every call, which must succeed each time.
func TestEveryWorkloadDrives(t *testing.T) {
	for _, w := range All {
		t.Run(w.Name, func(t *testing.T) {
			d := open(t, w)
			record, err := d.Prepare()
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range []int{0, 1, 1000} {
				if err := d.Call.Repeat(n); err != nil {
					t.Error(err)
				}
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			spec, err := w.Spec()
			if err != nil {
				t.Fatal(err)
			}
			if d.Silent {
				if len(record) != 0 {
					t.Errorf("Prepare() = %q of an event that there is not", record)
				}
				return
			}
			size := int(spec.Maps[bpf.EventsMap].ValueSize)
			if want := (8 + len(record) + 7) &^ 7; size != want {
				t.Errorf("record of %d bytes, struct event of %d, want %d", len(record), size, want)
			}
		})
	}
}

// open opens a workload as a worker does: on a thread that is the calling
// goroutine's for good, and that has a file table of its own. What this kernel
// lacks skips the test, but not in a VM with a kernel that must have it.
func open(t testing.TB, w Workload) *Drive {
	t.Helper()
	must := hasAll(t)
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_FILES); err != nil {
		t.Fatal(err)
	}
	d, err := w.Open()
	lacking := errors.Is(err, ebpf.ErrNotSupported) && !must
	if lacking || errors.Is(err, os.ErrPermission) && os.Geteuid() != 0 {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// hasAll says whether this is a kernel that must have every workload: those
// for the VMs, from Linux 6.10 on.
func hasAll(t testing.TB) bool {
	t.Helper()
	version, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	return os.Getenv("PROBECOST_VM") != "" && version >= 6<<16|10<<8
}

// TestRepeatStops shows that a call which fails is not taken for a fast one.
func TestRepeatStops(t *testing.T) {
	d, err := openUrandomRead()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	short := *d.Call.(*Call)
	short.Want++
	if err := short.Repeat(10); err == nil || !strings.Contains(err.Error(), "repetition 1 of 10: returned 4, want 5") {
		t.Errorf("a short read: %v", err)
	}
	bad := *d.Call.(*Call)
	bad.Args[0] = ^uintptr(0)
	if err := bad.Repeat(10); err == nil || !strings.Contains(err.Error(), "bad file descriptor") {
		t.Errorf("a bad descriptor: %v", err)
	}
}

// TestHooksAreNamed shows that every attach type finds a name, in the kernel or
// in user space.
func TestHooksAreNamed(t *testing.T) {
	for _, w := range All {
		kernel := w.Hook.Function != "" && strings.Contains(w.Hook.Tracepoint, ":") && w.Hook.RawTracepoint != ""
		user := strings.Contains(w.Hook.User, ":")
		if kernel == user || w.Hook.Place == "" {
			t.Errorf("%s: %+v", w.Name, w.Hook)
		}
	}
}

func BenchmarkRepeat(b *testing.B) {
	for _, w := range All {
		b.Run(w.Name, func(b *testing.B) {
			d := open(b, w)
			defer d.Close()
			if err := d.Call.Repeat(b.N); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// TestRepeatSpin shows that the call is made as often with work beside it.
func TestRepeatSpin(t *testing.T) {
	d, err := openUrandomRead()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Call.RepeatSpin(1000, 20); err != nil {
		t.Error(err)
	}
	d.Call.(*Call).Want++
	if err := d.Call.RepeatSpin(10, 20); err == nil {
		t.Error("a short read is taken for a good one")
	}
	Spin(10, 1)
}
