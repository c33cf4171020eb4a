package attach_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/features"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/workloads"
)

const tracing = "/sys/kernel/tracing/"

// TestForeignFindsTracers puts on a hook what probecost does not have itself.
// It would stay in the kernel if the test were killed, so that it is a virtual
// machine's that has it.
func TestForeignFindsTracers(t *testing.T) {
	if os.Getenv("PROBECOST_VM") == "" {
		t.Skip("not in a virtual machine: go test -exec \"bin/probecost vm --kernel 6.12 --program --\" ./bench/attach")
	}
	for name, test := range map[string]struct {
		start func(*testing.T) // and the end as its clean-up
		want  []string         // any of them, as the kernel tells it
	}{
		"recorded event": {recordEvent, []string{"ftrace, which records it, on tracepoint task_rename"}},
		"kprobe event":   {kprobeEvent, []string{"a tracer of functions on function __set_task_comm", "a kprobe on function __set_task_comm"}},
		"kprobe.multi": {kprobeMulti, []string{"BPF program multi (id ", // since Linux 6.6 its link tells where it is
			"a tracer of functions on function __set_task_comm"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.start(t)
			found := foreign.Find([]workloads.Hook{workloads.TaskRename.Hook})
			if len(found.Tracers) != 1 {
				t.Fatalf("found %+v, want one", found)
			}
			t.Log(found.Tracers[0])
			for _, want := range test.want {
				if strings.Contains(found.Tracers[0].String(), want) {
					return
				}
			}
			t.Errorf("found %v, want any of %q", found.Tracers[0], test.want)
		})
	}
	if found := foreign.Find([]workloads.Hook{workloads.TaskRename.Hook}); len(found.Tracers) != 0 {
		t.Errorf("%v is over", found.Tracers)
	}
}

// write writes to a file of tracefs now, and something else at the end.
func write(t *testing.T, file, start, end string) {
	t.Helper()
	if err := os.WriteFile(tracing+file, []byte(start), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.WriteFile(tracing+file, []byte(end), 0); err != nil {
			t.Error(err)
		}
	})
}

func recordEvent(t *testing.T) { write(t, "events/task/task_rename/enable", "1", "0") }

func kprobeEvent(t *testing.T) {
	write(t, "kprobe_events", "p:spies/one __set_task_comm", "") // opened to be cut short, it loses all
	write(t, "events/spies/one/enable", "1", "0")
}

func kprobeMulti(t *testing.T) {
	prog, err := ebpf.NewProgram(&ebpf.ProgramSpec{
		Name: "multi", Type: ebpf.Kprobe, AttachType: ebpf.AttachTraceKprobeMulti, License: "GPL",
		Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 0), asm.Return()},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { prog.Close() })
	l, err := link.KprobeMulti(prog, link.KprobeMultiOptions{Symbols: []string{"__set_task_comm"}})
	if errors.Is(err, ebpf.ErrNotSupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

// TestForeignDoubtsPinned pins a program on a tracepoint, so that no process has
// it: before Linux 6.6 the kernel does not tell where it is, and that is said.
func TestForeignDoubtsPinned(t *testing.T) {
	if os.Getenv("PROBECOST_VM") == "" {
		t.Skip("not in a virtual machine")
	}
	dir := t.TempDir()
	if err := unix.Mount("bpf", dir, "bpf", 0, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, 0) })
	pinTracepoint(t, dir+"/pinned")
	version, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	found := foreign.Find([]workloads.Hook{workloads.TaskRename.Hook})
	t.Logf("%+v", found)
	if version >= 6<<16|6<<8 {
		if len(found.Tracers) != 1 || !strings.HasPrefix(found.Tracers[0].What, "BPF program pinned (id ") {
			t.Errorf("found %+v, want the pinned program", found)
		}
		return
	}
	want := "is on a tracepoint, and this kernel does not tell on which"
	if len(found.Tracers) != 0 || len(found.Unknown) != 1 || !strings.Contains(found.Unknown[0], want) {
		t.Errorf("found %+v, want only the doubt that it %s", found, want)
	}
}

// pinTracepoint attaches a program to task:task_rename, by a file alone.
func pinTracepoint(t *testing.T, file string) {
	t.Helper()
	prog, err := ebpf.NewProgram(&ebpf.ProgramSpec{
		Name: "pinned", Type: ebpf.TracePoint, License: "GPL",
		Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 0), asm.Return()},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer prog.Close()
	l, err := link.Tracepoint("task", "task_rename", prog, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = l.Pin(file)
	if errors.Is(err, ebpf.ErrNotSupported) {
		t.Skip(err) // before Linux 5.15 it has no link
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(file) })
}
