package attach

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

func TestSection(t *testing.T) {
	for _, test := range []struct{ section, typ, target string }{
		{"kprobe/do_exit", "kprobe", "do_exit"},
		{"kprobe/do_exit+0x10", "kprobe", "do_exit+0x10"},
		{"kprobe", "kprobe", ""},
		{"?kprobe/do_exit", "kprobe", "do_exit"},
		{"ksyscall/read", "kprobe", syscallPrefix[runtime.GOARCH] + "read"},
		{"ksyscall", "kprobe", ""},
		{"tracepoint/task/task_rename", "tracepoint", "task:task_rename"},
		{"tp/task/task_rename", "tracepoint", "task:task_rename"},
		{"tp", "tracepoint", ""},
		{"raw_tracepoint/task_rename", "raw_tracepoint", "task_rename"},
		{"raw_tp/task_rename", "raw_tracepoint", "task_rename"},
		{"?raw_tp/", "raw_tracepoint", ""},
		{"fentry/vfs_read", "fentry", "vfs_read"},
		{"tp_btf/task_rename", "tp_btf", "task_rename"},
	} {
		typ, target, err := Section(test.section)
		if err != nil || typ.Name != test.typ || target != test.target {
			t.Errorf("Section(%q) = %s, %q, %v; want %s, %q", test.section, typ.Name, target, err, test.typ, test.target)
		}
	}
	for _, section := range []string{"", "?", "xdp", "kprobes/do_exit", "base", "Kprobe/x", "fexit/vfs_read", "raw_tp.w/task_rename", ".text", "/kprobe"} {
		_, _, err := Section(section)
		if !errors.Is(err, ErrNoSuchSection) || !strings.Contains(err.Error(), "measured are kprobe, tracepoint, raw_tracepoint, fentry") {
			t.Errorf("Section(%q): error %v", section, err)
		}
	}
}
