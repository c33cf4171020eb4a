package doctor_test

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/workloads"
)

// text is what a report says, in one line.
func text(t *testing.T, m doctor.Machine) (doctor.Report, string) {
	t.Helper()
	report := doctor.Examine(m)
	var b bytes.Buffer
	if err := report.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return report, oneLine(b.String())
}

// TestUnprivileged looks at a machine without trying anything: the kernel's
// configuration says what it can.
func TestUnprivileged(t *testing.T) {
	m := machine(t, "quiet", "amd64", 3)
	m.Try, m.Drive, m.Root = nil, nil, private{m.Root, []string{"proc/sys/net/core/bpf_jit_enable", "sys/kernel/tracing/README"}}
	m.Environment.JIT = ""
	report, says := text(t, m)
	if report.Can != doctor.Unknown {
		t.Errorf("can it measure? %s", report.Can)
	}
	for _, want := range []string{
		"unknown kprobe: not tried; the kernel was built with what it takes",
		"unseen privileges: this process is not root's: loading and attaching BPF programs is privileged → sudo probecost doctor",
		"unseen JIT: /proc/sys/net/core/bpf_jit_enable is for root to read",
		"unseen tracefs: /sys/kernel/tracing is for root to read",
		"unseen hooks:", "was not tried: sudo probecost doctor",
	} {
		if !strings.Contains(says, want) {
			t.Errorf("it does not say %q:\n%s", want, says)
		}
	}

	m.Busy = true
	if _, says := text(t, m); !strings.Contains(says, "another probecost measures at this moment") {
		t.Errorf("it does not say that it is busy: %s", says)
	}
	m.Config = nil
	if _, says := text(t, m); !strings.Contains(says, "unknown kprobe: not tried Work") && !strings.Contains(says, "unknown kprobe: not tried unknown") {
		t.Errorf("of an unknown configuration: %s", says)
	}
	m.Config, m.Root = kernelconfig.Config{"CONFIG_BPF": "y"}, fstest.MapFS{}
	if report, says := text(t, m); report.Can != doctor.No || !strings.Contains(says, "no tracepoint: this kernel was built without CONFIG_EVENT_TRACING") {
		t.Errorf("of a kernel that was built with nothing: %s, %s", report.Can, says)
	}
}

// private is a root folder with files that only root may read.
type private struct {
	fs.FS
	paths []string
}

func (p private) Open(name string) (fs.File, error) {
	if slices.Contains(p.paths, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return p.FS.Open(name)
}

// TestPartly has a kernel where one hook is missing and one workload cannot be
// driven.
func TestPartly(t *testing.T) {
	m := machine(t, "quiet", "amd64", 3)
	m.Process = asRoot
	m.Try = func(typ attach.Type, w workloads.Workload) attach.Support {
		switch {
		case typ.Name == "kprobe" && w.Name == "task_rename":
			return attach.Support{State: attach.Unavailable, Reason: "this kernel has no __set_task_comm"}
		case typ.Name == "fentry":
			return attach.Support{State: attach.Inconclusive, Reason: "not permitted"}
		case w.Name == "fib_table_lookup":
			return attach.Support{State: attach.Unavailable, Reason: "no such hook"}
		case w.Name == "bpf_trigger":
			return attach.Support{State: attach.Unavailable, Reason: "is not looked at"}
		}
		return attach.Support{}
	}
	m.Drive = func(w workloads.Workload) error {
		if w.Name == "bpf_trigger" {
			return errors.New("needs Linux 6.10")
		}
		return nil
	}
	report, says := text(t, m)
	if report.Can != doctor.Yes {
		t.Errorf("can it measure? %s", report.Can)
	}
	for _, want := range []string{
		"partly kprobe: not on task_rename: this kernel has no __set_task_comm; not on fib_table_lookup: no such hook partly kprobe_optimized",
		"no fentry: not permitted → probecost count --kernel 6.12 --attach fentry",
		"no bpf_trigger: needs Linux 6.10 → probecost count --kernel 6.12 --workload bpf_trigger",
		"no fib_table_lookup: no such hook → probecost count",
		"yes task_rename",
		"can measure kprobe, kprobe_optimized, kprobe_int3, kretprobe, ",
	} {
		if !strings.Contains(says, want) {
			t.Errorf("it does not say %q:\n%s", want, says)
		}
	}
	if strings.Contains(says, "is not looked at") {
		t.Error("an attach type is blamed for a workload that cannot be driven")
	}
}

func TestHooks(t *testing.T) {
	m := machine(t, "quiet", "amd64", 3)
	m.Process = asRoot
	m.Unknown = []string{"whether somebody is there is not known"}
	if report, says := text(t, m); report.Can != doctor.Yes || !strings.Contains(says, "unseen hooks: whether somebody is there is not known") {
		t.Errorf("%s: %s", report.Can, says)
	}
}

func TestNothingCanBeAttached(t *testing.T) {
	m := machine(t, "quiet", "amd64", 3)
	m.Process = asRoot
	m.Try = func(attach.Type, workloads.Workload) attach.Support {
		return attach.Support{State: attach.Inconclusive, Reason: "not permitted"}
	}
	report, says := text(t, m)
	if report.Can != doctor.No || !strings.Contains(says, "This machine can attach nothing: see why.") {
		t.Errorf("%s: %s", report.Can, says)
	}
}

func TestNothingCanBeDriven(t *testing.T) {
	m := machine(t, "quiet", "amd64", 3)
	m.Process = asRoot
	m.Drive = func(workloads.Workload) error { return errors.New("no such call") }
	report, says := text(t, m)
	if report.Can != doctor.No || !strings.Contains(says, "no tracepoint: no workload can be driven") {
		t.Errorf("%s: %s", report.Can, says)
	}
}

func TestUnknownMachine(t *testing.T) {
	if report, _ := text(t, doctor.Machine{CPUs: []int{0}}); report.Can == doctor.Yes {
		t.Error("a machine of which nothing is known can measure")
	}
}

func TestCapabilities(t *testing.T) {
	for _, test := range []struct {
		status string
		have   []string
		state  doctor.State
	}{
		{"Name:\tx\nCapEff:\t000001ffffffffff\n", nil, doctor.Good},
		{"Name:\tx\nCapEff:\t0000000000000000\n", []string{}, doctor.Missing},
		{"Name:\tx\nCapEff:\t0000000000200000\n", []string{"CAP_SYS_ADMIN"}, doctor.Fact},
		{"Name:\tx\nCapEff:\t000000c000000000\n", []string{"CAP_BPF", "CAP_PERFMON"}, doctor.Fact},
		{"Name:\tx\nCapEff:\t0000008000000000\n", []string{"CAP_BPF"}, doctor.Missing},
	} {
		m := doctor.Machine{Root: fstest.MapFS{"proc/self/status": {Data: []byte(test.status)}}, Process: asRoot}
		report := doctor.Examine(m)
		for _, c := range report.Capabilities {
			want := doctor.No
			if test.have == nil || slices.Contains(test.have, c.Name) {
				want = doctor.Yes
			}
			if c.Have != want {
				t.Errorf("%q: %s: %s, want %s", test.status, c.Name, c.Have, want)
			}
		}
		if got := report.Needs[0]; got.Name != "privileges" || got.State != test.state {
			t.Errorf("%q: %+v, want %s", test.status, got, test.state)
		}
	}
	for _, c := range doctor.Examine(doctor.Machine{}).Capabilities {
		if c.Have != doctor.Unknown {
			t.Errorf("of an unknown process: %+v", c)
		}
	}
	var b bytes.Buffer
	if err := doctor.Examine(doctor.Machine{}).WriteCapabilities(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "capabilities.txt", b.Bytes())
}

// TestQuota is of the group of a process, or of one above it, in either version
// of cgroups.
func TestQuota(t *testing.T) {
	for _, test := range []struct {
		group string
		files map[string]string
		want  string
	}{
		{"0::/a/b", map[string]string{"sys/fs/cgroup/a/b/cpu.max": "max 100000", "sys/fs/cgroup/a/cpu.max": "5000 100000"}, "/sys/fs/cgroup/a/cpu.max is 5000 100000"},
		{"0::/a/b", map[string]string{"sys/fs/cgroup/a/b/cpu.max": "max 100000", "sys/fs/cgroup/cpu.max": "max"}, ""},
		{"3:cpu,cpuacct:/docker/x\n1:name=systemd:/", map[string]string{"sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us": "-1", "sys/fs/cgroup/cpu/docker/cpu.cfs_quota_us": "20000"},
			"/sys/fs/cgroup/cpu/docker/cpu.cfs_quota_us is 20000"},
		{"3:cpu:/", map[string]string{"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1"}, ""},
		{"0::../../x", nil, ""},
	} {
		root := fstest.MapFS{"proc/self/cgroup": {Data: []byte(test.group + "\n")}}
		for name, text := range test.files {
			root[name] = &fstest.MapFile{Data: []byte(text + "\n")}
		}
		_, says := text(t, doctor.Machine{Root: root})
		if got := strings.Contains(says, "whoever has used it up stands still"); got != (test.want != "") || !strings.Contains(says, test.want) {
			t.Errorf("%q: %s\nwant %q", test.group, says, test.want)
		}
	}
}
