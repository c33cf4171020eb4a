package workloads

import (
	"runtime"
	"strings"
	"testing"

	"github.com/probecost/probecost/bpf"
)

// TestEveryWorkloadDrives repeats every call, which must succeed each time.
func TestEveryWorkloadDrives(t *testing.T) {
	for _, w := range All {
		t.Run(w.Name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			d, err := w.Open()
			if err != nil {
				t.Fatal(err)
			}
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
			size := int(spec.Maps[bpf.EventsMap].ValueSize)
			if want := (8 + len(record) + 7) &^ 7; size != want {
				t.Errorf("record of %d bytes, struct event of %d, want %d", len(record), size, want)
			}
		})
	}
}

// TestRepeatStops shows that a call which fails is not taken for a fast one.
func TestRepeatStops(t *testing.T) {
	d, err := openUrandomRead()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	short := d.Call
	short.Want++
	if err := short.Repeat(10); err == nil || !strings.Contains(err.Error(), "repetition 1 of 10: returned 4, want 5") {
		t.Errorf("a short read: %v", err)
	}
	bad := d.Call
	bad.Args[0] = ^uintptr(0)
	if err := bad.Repeat(10); err == nil || !strings.Contains(err.Error(), "bad file descriptor") {
		t.Errorf("a bad descriptor: %v", err)
	}
}

// TestHooksAreNamed shows that every attach type finds a name.
func TestHooksAreNamed(t *testing.T) {
	for _, w := range All {
		if w.Hook.Function == "" || !strings.Contains(w.Hook.Tracepoint, ":") || w.Hook.RawTracepoint == "" || w.Hook.Place == "" {
			t.Errorf("%s: %+v", w.Name, w.Hook)
		}
	}
}

func BenchmarkRepeat(b *testing.B) {
	for _, w := range All {
		b.Run(w.Name, func(b *testing.B) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			d, err := w.Open()
			if err != nil {
				b.Fatal(err)
			}
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
	d.Call.Want++
	if err := d.Call.RepeatSpin(10, 20); err == nil {
		t.Error("a short read is taken for a good one")
	}
	Spin(10, 1)
}
