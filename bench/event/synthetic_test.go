package event

import (
	"bytes"
	"embed"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cilium/ebpf/btf"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenFiles go with the test binary into VMs.
//
//go:embed testdata
var goldenFiles embed.FS

// A kernel for arm64 that does not exist, of three tracepoints.

func param(name string, typ btf.Type) btf.FuncParam { return btf.FuncParam{Name: name, Type: typ} }

func pointerTo(typ btf.Type) btf.Type { return &btf.Pointer{Target: typ} }

var (
	long = &btf.Int{Name: "long int", Size: 8, Encoding: btf.Signed}
	num  = &btf.Int{Name: "int", Size: 4, Encoding: btf.Signed}
	u64  = &btf.Int{Name: "long long unsigned int", Size: 8}
	char = &btf.Int{Name: "char", Size: 1, Encoding: btf.Char}
	void = &btf.Void{}
	task = &btf.Struct{Name: "task_struct", Size: 16, Members: []btf.Member{{Name: "state", Type: u64}, {Name: "pid", Type: num, Offset: 64}}}
	regs = &btf.Struct{Name: "pt_regs", Size: 272, Members: []btf.Member{
		{Type: &btf.Union{Size: 264, Members: []btf.Member{{Type: &btf.Struct{Size: 264, Members: []btf.Member{
			{Name: "regs", Type: &btf.Array{Index: num, Type: u64, Nelems: 31}}, {Name: "pstate", Type: u64, Offset: 31 * 64},
		}}}}}},
		{Name: "syscallno", Type: num, Offset: 264 * 8},
	}}
)

// tracepoint are the types that the kernel makes for one.
func tracepoint(name string, params ...btf.FuncParam) []btf.Type {
	unnamed := []btf.FuncParam{param("", pointerTo(void))}
	named := []btf.FuncParam{param("__data", pointerTo(void))}
	for _, p := range params {
		unnamed, named = append(unnamed, param("", p.Type)), append(named, p)
	}
	return []btf.Type{
		&btf.Typedef{Name: "btf_trace_" + name, Type: pointerTo(&btf.FuncProto{Return: void, Params: unnamed})},
		&btf.Func{Name: "__traceiter_" + name, Type: &btf.FuncProto{Return: num, Params: named}, Linkage: btf.StaticFunc},
	}
}

func function(name string, params ...btf.FuncParam) btf.Type {
	return &btf.Func{Name: name, Type: &btf.FuncProto{Return: num, Params: params}, Linkage: btf.StaticFunc}
}

func syntheticTypes() []btf.Type {
	types := tracepoint("task_rename", param("task", pointerTo(task)), param("comm", pointerTo(&btf.Const{Type: char})))
	types = append(types, tracepoint("sys_enter", param("regs", pointerTo(regs)), param("id", long))...)
	types = append(types, tracepoint("bare_tp", param("cpu", num))...)
	return append(types,
		function("__set_task_comm", param("tsk", pointerTo(task)), param("buf", pointerTo(&btf.Const{Type: char}))),
		function("__arm64_sys_fchmodat", param("regs", pointerTo(&btf.Const{Type: regs}))),
		function("__do_sys_fchmodat", param("dfd", num), param("filename", pointerTo(&btf.Const{Type: char})), param("mode", num)))
}

// spec writes types as BTF and reads them back, to a file too.
func spec(t testing.TB, types []btf.Type) (*btf.Spec, string) {
	t.Helper()
	builder, err := btf.NewBuilder(types, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := builder.Marshal(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := btf.LoadSpecFromReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "types")
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return s, file
}

const commonFields = `	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

`

var syntheticTracefs = fstest.MapFS{
	"available_events": {Data: []byte("task:task_rename\nsyscalls:sys_enter_fchmodat\nraw_syscalls:sys_enter\nkprobes:mine\n")},
	"events/task/task_rename/format": {Data: []byte("name: task_rename\nID: 1\nformat:\n" + commonFields +
		"	field:pid_t pid;	offset:8;	size:4;	signed:1;\n	field:char newcomm[16];	offset:12;	size:16;	signed:0;\n" +
		"	field:__data_loc char[] path;	offset:32;	size:4;	signed:0;\n\nprint fmt: \"\"\n")},
	"events/syscalls/sys_enter_fchmodat/format": {Data: []byte("name: sys_enter_fchmodat\nID: 2\nformat:\n" + commonFields +
		"	field:int __syscall_nr;	offset:8;	size:4;	signed:1;\n	field:int dfd;	offset:16;	size:8;	signed:0;\n" +
		"	field:const char * filename;	offset:24;	size:8;	signed:0;\n	field:umode_t mode;	offset:32;	size:8;	signed:0;\n\nprint fmt: \"\"\n")},
	"events/kprobes/mine/format": {Data: []byte("name: mine\nID: 3\nformat:\n" + commonFields + "print fmt: \"\"\n")},
}

func synthetic(t testing.TB) *Source {
	t.Helper()
	types, _ := spec(t, syntheticTypes())
	arch, err := architectureOf(types)
	if err != nil {
		t.Fatal(err)
	}
	return &Source{types: []*btf.Spec{types}, arch: arch, tracefs: syntheticTracefs, close: io.NopCloser(nil)}
}

// TestGolden shows events of the synthetic kernel, and all of the skeletons.
func TestGolden(t *testing.T) {
	s := synthetic(t)
	for _, name := range []string{"task_rename", "53", "bare_tp", "kprobes:mine"} {
		d, err := s.Describe(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := d.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, d.Name+".txt", b.Bytes())
		fits(t, b.String())
	}
	for _, name := range []string{"task_rename", "fchmodat"} {
		d, err := s.Describe(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, typ := range SkeletonTypes() {
			var b bytes.Buffer
			if err := s.Skeleton(&b, d, typ, ""); err != nil {
				t.Fatal(err)
			}
			golden(t, d.Name+"-"+typ+".c", b.Bytes())
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := goldenFiles.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got, -update writes it anew):\n%s", name, diff)
	}
}

// TestTypesAlone opens types from a file, without tracefs.
func TestTypesAlone(t *testing.T) {
	_, file := spec(t, syntheticTypes())
	s, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(list), "syscalls:sys_enter_fchmodat and syscalls:sys_exit_fchmodat and bare_tp and sys_enter and task_rename"; got != want {
		t.Errorf("List() is %s, want %s", got, want)
	}
	d, err := s.Describe("task:task_rename")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Args) != 2 || len(d.Fields) != 0 || len(d.Unread) != 1 || !strings.Contains(d.Unread[0], "add --tracefs DIR") {
		t.Errorf("Describe() = %+v", d)
	}
	// Without the record's fields, the arguments' types are the function's.
	if d, err = s.Describe("fchmodat"); err != nil || len(d.Syscall.Args) != 3 || d.Syscall.Args[1] != (SyscallArg{"const char *", "filename", "regs[1]"}) {
		t.Errorf("Describe() = %+v, %v", d.Syscall, err)
	}
	if err := s.Skeleton(io.Discard, d, typeTracepoint, ""); err == nil || !strings.Contains(err.Error(), "add --tracefs DIR") {
		t.Errorf("a skeleton of unknown fields: %v", err)
	}
}

// TestUnknown looks for what there is not.
func TestUnknown(t *testing.T) {
	s := synthetic(t)
	for name, want := range map[string]string{
		"task_renam":      "did you mean task_rename?",
		"rename":          "did you mean task_rename?",
		"qqqqqqqq":        `unknown event "qqqqqqqq" (see`,
		"99999":           "no system call of arm64 has the number 99999",
		"task:renames":    "unknown event",
		"task:task_renam": "did you mean task:task_rename?",
	} {
		if _, err := s.Describe(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Describe(%q): %v, want %s", name, err, want)
		}
	}
}
