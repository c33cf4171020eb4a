package attach

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

const listText = `ffffffff8117d510  k  do_exit+0x1a    [DISABLED]
ffffffff811a0000  k  kernel_clone+0x20    [OPTIMIZED]
ffffffff811a0000  r  kernel_clone+0x20    [OPTIMIZED]
ffffffff81234560  k  vfs_read+0x0    [FTRACE]
ffffffff81234575  k  vfs_read+0x15  
ffffffff81300029  k  do_sys_open+0x9  
ffffffff81300004  r  do_sys_open+0x4    [FTRACE]
ffffffff81400000  k  vfs_write+0x0    [DISABLED][FTRACE]
ffffffff81400007  k  vfs_write+0x7  
ffffffffc0000000  k  nfs_open+0x0  nfs [GONE]
ffffffffc0100000  k  ext4_file_open+0x0  ext4 [FTRACE]
0000000000000000  k  schedule+0x0    
ffffffff81500000  k  0xffffffff81500000 
`

func TestMechanism(t *testing.T) {
	for _, test := range []struct{ function, want string }{
		{"do_exit", ""},
		{"kernel_clone", "optimized"},
		{"vfs_read", "ftrace"},
		{"vfs_rea", ""},
		{"do_sys_open", "ftrace"}, // after a landing pad, listed second
		{"vfs_write", "int3"},
		{"nfs_open", ""},
		{"ext4_file_open", "ftrace"},
		{"schedule", "int3"}, // the kernel hides addresses
		{"vfs_read+0x15", "int3"},
		{"vfs_read+0x16", ""},
		{"kernel_clone+0x20", "optimized"},
		{"vfs_write+0x0", "int3"},
		{"vfs_read+x", ""},
		{"0xffffffff81500000", ""},
		{"", ""},
	} {
		if got := Mechanism(strings.NewReader(listText), test.function); got != test.want {
			t.Errorf("%s: %q, want %q", test.function, got, test.want)
		}
	}
}

func TestMechanismReadsDebugfs(t *testing.T) {
	root := fstest.MapFS{"kprobes/list": {Data: []byte(listText)}}
	if got := mechanism(root, "vfs_read"); got != "ftrace" {
		t.Errorf("%q", got)
	}
	if got := mechanism(fstest.MapFS{}, "vfs_read"); got != "" {
		t.Errorf("%q without debugfs", got)
	}
}

// TestInfoNamesTheMechanism attaches each type to a function that starts with
// room for a call by ftrace, and whose first instruction the kernel optimises.
func TestInfoNamesTheMechanism(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	loader := NewLoader()
	for _, typ := range All {
		if !typ.HasProgram() || !typ.Applies(workloads.TaskRename.Hook) {
			continue
		}
		t.Run(typ.Name, func(t *testing.T) {
			if support := loader.Check(typ, workloads.TaskRename); support.State != Available {
				t.Skipf("this kernel cannot attach %s: %s", typ.Name, support.Reason)
			}
			p, err := loader.Load(typ, workloads.TaskRename, bpf.Empty)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if err := p.Attach(); err != nil {
				t.Fatal(err)
			}
			info, err := p.Info()
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			switch typ.Name {
			case KprobeOptimized.Name:
				want = optimized
			case KprobeInt3.Name:
				want = int3
			case Kprobe.Name, Kretprobe.Name:
				want = entryMechanism(t)
			}
			if info.Mechanism != want {
				t.Errorf("mechanism %q, want %q", info.Mechanism, want)
			}
		})
	}
}

// entryMechanism is what a kprobe at the entry of a function is on here.
func entryMechanism(t *testing.T) string {
	if _, err := os.ReadFile(debugfs + "/kprobes/list"); err != nil {
		t.Log(err)
		return ""
	}
	if runtime.GOARCH == "arm64" {
		return "int3" // has no CONFIG_KPROBES_ON_FTRACE
	}
	return "ftrace"
}
