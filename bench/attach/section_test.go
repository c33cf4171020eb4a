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
		{"kretprobe/do_exit", "kretprobe", "do_exit"},
		{"kretsyscall/read", "kretprobe", syscallPrefix[runtime.GOARCH] + "read"},
		{"kprobe.multi/vfs_read", "kprobe.multi", "vfs_read"},
		{"kretprobe.multi/vfs_read", "kretprobe.multi", "vfs_read"},
		{"kprobe.session/vfs_read", "kprobe.session", "vfs_read"},
		{"fexit/vfs_read", "fexit", "vfs_read"},
		{"fmod_ret/security_file_open", "fmod_ret", "security_file_open"},
		{"fsession/vfs_read", "fsession", "vfs_read"},
		{"uprobe//bin/bash:readline+0x4", "uprobe", "/bin/bash:readline+0x4"},
		{"uretprobe/bash:readline", "uretprobe", "bash:readline"},
		{"uprobe.multi//bin/bash:readline", "uprobe.multi", "/bin/bash:readline"},
	} {
		typ, target, err := Section(test.section)
		if err != nil || typ.Name != test.typ || target != test.target {
			t.Errorf("Section(%q) = %s, %q, %v; want %s, %q", test.section, typ.Name, target, err, test.typ, test.target)
		}
	}
	for _, section := range []string{"", "?", "xdp", "kprobes/do_exit", "base", "Kprobe/x", "fexit.s/vfs_read", "raw_tp.w/task_rename", ".text", "/kprobe"} {
		_, _, err := Section(section)
		if !errors.Is(err, ErrNoSuchSection) || !strings.Contains(err.Error(), "measured are kprobe, kretprobe, kprobe.multi") {
			t.Errorf("Section(%q): error %v", section, err)
		}
	}
}
