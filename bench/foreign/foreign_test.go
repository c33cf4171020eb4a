package foreign

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/workloads"
)

var (
	rename = []workloads.Hook{workloads.TaskRename.Hook}
	chmod  = []workloads.Hook{workloads.Fchmodat.Hook}
)

// TestPlaces shows what is the same hook as another: a tracepoint under each of
// its names, and for a system call the tracepoints of all of them.
func TestPlaces(t *testing.T) {
	for _, test := range []struct {
		hooks []workloads.Hook
		a     answer
		want  string
	}{
		{rename, answer{name: "task_rename", kind: unix.BPF_FD_TYPE_RAW_TRACEPOINT}, "tracepoint task_rename"},
		{rename, answer{name: "task_rename", kind: unix.BPF_FD_TYPE_TRACEPOINT}, "tracepoint task_rename"},
		{rename, answer{name: "__set_task_comm", kind: unix.BPF_FD_TYPE_KPROBE}, "function __set_task_comm"},
		{rename, answer{name: "__set_task_comm", kind: unix.BPF_FD_TYPE_KRETPROBE}, "function __set_task_comm"},
		{rename, answer{name: "__set_task_comm", kind: unix.BPF_FD_TYPE_UPROBE}, ""},
		{rename, answer{name: "task_newtask", kind: unix.BPF_FD_TYPE_TRACEPOINT}, ""},
		{rename, answer{name: "sys_enter", kind: unix.BPF_FD_TYPE_RAW_TRACEPOINT}, ""},
		{chmod, answer{name: "sys_enter", kind: unix.BPF_FD_TYPE_RAW_TRACEPOINT}, "tracepoint sys_enter"},
		{chmod, answer{name: "sys_exit_read", kind: unix.BPF_FD_TYPE_TRACEPOINT}, "tracepoint sys_exit_read"},
		{chmod, answer{name: "task_rename", kind: unix.BPF_FD_TYPE_TRACEPOINT}, ""},
		{chmod, answer{kind: unix.BPF_FD_TYPE_KPROBE}, ""},
		{nil, answer{name: "sys_enter", kind: unix.BPF_FD_TYPE_RAW_TRACEPOINT}, ""},
	} {
		if got := test.a.place(newPlaces(test.hooks)); got != test.want {
			t.Errorf("%+v: %q, want %q", test.a, got, test.want)
		}
	}
}

// tracing is a tracefs with one file changed.
func tracing(file, text string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, content := range map[string]string{
		"events/task/task_rename/enable":               "0\n",
		"events/syscalls/enable":                       "0\n",
		"events/raw_syscalls/enable":                   "0\n",
		"instances/spy/events/task/task_rename/enable": "0\n",
		"instances/other/events/raw_syscalls/enable":   "0\n",
		"enabled_functions":                            "schedule (1) R   \tops: x\n",
		file:                                           text,
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

func TestFtrace(t *testing.T) {
	for _, test := range []struct {
		hooks      []workloads.Hook
		file, text string
		want       string // a part of what is found, "" for nothing
	}{
		{rename, "README", "", ""},
		{rename, "events/task/task_rename/enable", "1\n", "echo 0 > /sys/kernel/tracing/events/task/task_rename/enable"},
		{rename, "events/task/task_rename/enable", "0*\n", "on tracepoint task_rename"},
		{rename, "instances/spy/events/task/task_rename/enable", "1\n", "echo 0 > /sys/kernel/tracing/instances/spy/events/task/task_rename/enable"},
		{rename, "events/syscalls/enable", "1\n", ""},
		{chmod, "events/syscalls/enable", "X\n", "on tracepoint syscalls"},
		{chmod, "events/syscalls/enable", "?\n", ""},
		{chmod, "instances/other/events/raw_syscalls/enable", "1\n", "on tracepoint raw_syscalls"},
		{rename, "enabled_functions", "schedule (1) R\n__set_task_comm (1) R   D \ttramp: 0xff\n", "a tracer of functions on function __set_task_comm"},
		{rename, "enabled_functions", "__set_task_comm_more (1) R\n", ""},
	} {
		s := search{places: newPlaces(test.hooks)}
		var text []string
		for _, tracer := range s.ftrace(tracing(test.file, test.text)) {
			text = append(text, tracer.String()+": "+tracer.Remedy)
		}
		if got := strings.Join(text, "\n"); !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s is %q: %q, want %q", test.file, test.text, got, test.want)
		}
	}
}

func TestKprobes(t *testing.T) {
	s := search{places: newPlaces(rename), root: fstest.MapFS{
		kprobesList: {Data: []byte("ffffffff81c0de70  k  __set_task_comm+0x4    [FTRACE]\nffffffff81c0de90  k  schedule+0x0\n")},
	}}
	want := "a kprobe on function __set_task_comm"
	if got := s.kprobes(); len(got) != 1 || got[0].String() != want || got[0].Remedy == "" {
		t.Errorf("%+v, want %s", got, want)
	}
	s.root = fstest.MapFS{}
	if got := s.kprobes(); got != nil {
		t.Errorf("%+v without debugfs", got)
	}
}

// TestNamedOnce shows that what has a name is not told of again without.
func TestNamedOnce(t *testing.T) {
	program := Tracer{"function f", "BPF program spy (id 1)", "end it"}
	found := Found{Tracers: []Tracer{program}}
	found.add([]Tracer{{"function f", "a kprobe", ""}, {"function g", "a kprobe", ""}})
	if want := []Tracer{program, {"function g", "a kprobe", ""}}; !slices.Equal(found.Tracers, want) {
		t.Errorf("%v, want %v", found.Tracers, want)
	}
}

func TestEntered(t *testing.T) {
	s := search{places: newPlaces(append(slices.Clone(rename), workloads.FibTableLookup.Hook)), root: fstest.MapFS{
		"proc/kallsyms": {Data: []byte("ffffffff81000000 T startup_64\nffffffff81123450 t fib_table_lookup\n0000000000000000 T __set_task_comm\n")},
	}}
	at := func(addresses ...uint64) (all []link.KprobeMultiAddress) {
		for _, a := range addresses {
			all = append(all, link.KprobeMultiAddress{Address: a})
		}
		return all
	}
	for _, test := range []struct {
		addresses []link.KprobeMultiAddress
		want      []string
	}{
		{at(0xffffffff81123450), []string{"fib_table_lookup"}},
		{at(0xffffffff81000000, 0xffffffff81123454), []string{"fib_table_lookup"}}, // behind a landing pad
		{at(0xffffffff81123460), nil},
		{at(0), nil}, // an address that is hidden is no other's
		{nil, nil},
	} {
		if got := s.entered(test.addresses); !slices.Equal(got, test.want) {
			t.Errorf("entered(%x) = %q, want %q", test.addresses, got, test.want)
		}
	}
}
