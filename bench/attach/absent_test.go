package attach

import (
	"os"
	"strings"
	"testing"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"vfs_read", "vfs_write", "vfs_readv", "__set_task_comm", "set_task_comm", "tcp_sendmsg"}
	for name, want := range map[string]string{
		"vfs_rea":        ": there are vfs_read, vfs_readv",
		"__set_task_com": ": there are __set_task_comm, set_task_comm",
		"nothing_alike":  "",
		"":               "",
	} {
		if got := didYouMean(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestAbsentHooks attaches each type to what the kernel has not, in every way in
// which it may have it not: the reason says so, and offers what comes nearest.
func TestAbsentHooks(t *testing.T) {
	if os.Getenv("PROBECOST_VM") == "" {
		t.Skip("not in a virtual machine, where all can be attached")
	}
	misspelt := workloads.TaskRename
	misspelt.Hook = workloads.Hook{Function: "__set_task_com", Tracepoint: "task:task_renam", RawTracepoint: "task_renam"}
	loader := NewLoader()
	for _, typ := range All {
		if !typ.HasProgram() || !typ.Applies(misspelt.Hook) || loader.Check(typ, workloads.TaskRename).State != Available {
			continue
		}
		t.Run(typ.Name, func(t *testing.T) { testAbsent(t, loader, typ, misspelt) })
	}
}

func testAbsent(t *testing.T, loader *Loader, typ Type, misspelt workloads.Workload) {
	support := loader.Check(typ, misspelt)
	name := "__set_task_comm"
	if strings.Contains(typ.Target(misspelt.Hook), "task_renam") {
		name = "task_rename"
	}
	t.Log(support.Reason)
	if support.State != Unavailable || !strings.Contains(support.Reason, "this kernel has no ") ||
		!strings.Contains(support.Reason, ": there are ") || !strings.Contains(support.Reason, name) {
		t.Errorf("%+v", support)
	}
}

// TestUntraceable attaches to functions that are there and that cannot be traced.
func TestUntraceable(t *testing.T) {
	if os.Getenv("PROBECOST_VM") == "" {
		t.Skip("not in a virtual machine, where all can be attached")
	}
	loader := NewLoader()
	for _, test := range []struct {
		typ            Type
		function, want string
	}{
		{Kprobe, "do_int3", "this kernel has do_int3, and does not let a kprobe be put there"}, // handles kprobes itself
		{Kretprobe, "do_int3", "this kernel has do_int3, and does not let a kprobe be put there"},
		{Kprobe, "__set_task_comm+0x3", "is it the start of an instruction?"},
		{Fentry, "sched_clock", "this kernel has sched_clock, and does not let it be traced"}, // the tracer's own clock
		{Fexit, "sched_clock", "this kernel has sched_clock, and does not let it be traced"},
	} {
		hidden := workloads.TaskRename
		hidden.Hook = workloads.Hook{Function: test.function}
		support := loader.Check(test.typ, hidden)
		if support.State != Unavailable || !strings.Contains(support.Reason, test.want) {
			t.Errorf("%s on %s: %+v, want %q", test.typ.Name, test.function, support, test.want)
		}
	}
}

// TestPattern shows that a pattern is not taken for a name.
func TestPattern(t *testing.T) {
	if len(kernelFunctions()) == 0 {
		t.Skip("the kernel's functions cannot be read")
	}
	if reason, _ := notThere(KprobeMulti, "vfs_*", ebpf.ErrNotSupported); !strings.Contains(reason, "name one function") {
		t.Errorf("%q", reason)
	}
}
