package attach_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/link"

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
