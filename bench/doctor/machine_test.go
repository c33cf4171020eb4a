package doctor_test

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/bench/fake/machines"
	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asRoot is a process of root's.
var asRoot = doctor.Process{Root: true, Memory: math.MaxUint64, Folder: "/root", Free: 50e9}

// patients are the machines that do not exist, with what is found on each.
var patients = []struct {
	name    string
	arch    string
	cpu     int
	allowed int
	process doctor.Process
	steal   uint64
	others  []results.Foreign
	can     doctor.Can
	says    []string
}{
	{name: "amd-boost", arch: "amd64", cpu: 7, allowed: 8, process: asRoot, can: doctor.Yes, says: []string{
		"/sys/devices/system/cpu/cpufreq/policy0/scaling_governor is schedutil, not performance (and 7 more)",
		"/sys/devices/system/cpu/cpufreq/boost is 1, not 0",
		"/sys/devices/system/cpu/cpu7/cpuidle/state2/disable is 0, not 1:",
		"/proc/sys/kernel/nmi_watchdog is 1, not 0",
		"/proc/irq/default_smp_affinity is ff, not 77 (and 4 more)",
		"/sys/devices/system/cpu/cpu3/online is 1, not 0",
		"boot with isolcpus=7",
		"`sudo probecost tune on --cpu 7` mends 6",
		"mitigated: spectre_v2; vulnerable: none",
	}},
	{name: "intel-turbo", arch: "amd64", cpu: 3, allowed: 4, process: asRoot, can: doctor.Yes, says: []string{
		"/sys/devices/system/cpu/intel_pstate/no_turbo is 0, not 1",
		"/sys/devices/system/cpu/cpu3/cpuidle/state2/disable is 0, not 1 (and 1 more)",
		"CPU 3 is isolated", "SMT sibling: none is online",
		"1.50 tasks ran at once", "1.0 of 128.0 GB are available: the kernel may reclaim",
		"none [integrity] confidentiality: it hides how a kprobe gets control",
		"vulnerable: mmio_stale_data",
	}},
	{name: "quiet", arch: "amd64", cpu: 3, allowed: 4, process: asRoot, can: doctor.Yes, says: []string{
		"uprobe.multi on CPU 3. It is as quiet as can be told.",
	}},
	{name: "arm64", arch: "arm64", cpu: 3, allowed: 4, process: asRoot, can: doctor.Yes, says: []string{
		"no fentry: this kernel was built without CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS",
		"arm64: nobody has measured on anything else than amd64",
		"governor: the kernel does not govern the frequency",
		"idle states: there are no deep ones", "good clock source: arch_sys_counter",
		"/proc/irq/default_smp_affinity is f, not 7 (and 1 more)", "good NMI watchdog: the kernel has none",
	}},
	{name: "container", arch: "amd64", cpu: 1, allowed: 2, steal: 2000,
		process: doctor.Process{Root: true, Memory: 8 << 20, Folder: "/", Free: 5e8}, can: doctor.No, says: []string{
			"missing privileges: root without CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN",
			"unseen JIT: there is no /proc/sys/net/core/bpf_jit_enable",
			"tracefs: it is not mounted: without it there is no kprobe and no tracepoint",
			"/sys/fs/cgroup/cpu.max is 150000 100000: whoever has used it up stands still",
			"the host took 2.1 % of the bench CPU's time", "0.5 GB free in /: a long recording may take more",
			"governor: it is the host's", "(/.dockerenv, Docker)",
			"neither /proc/config.gz nor /boot/config-5.15.0-122-generic",
			"`probecost count --kernel 6.12` counts instructions without any of that",
		}},
	{name: "old", arch: "amd64", cpu: 1, allowed: 2, can: doctor.No,
		process: doctor.Process{Root: true, Memory: 64 << 10, Folder: "/", Free: 5e9},
		others:  []results.Foreign{{Tracer: "BPF program spy (id 7) on tracepoint task_rename", Remedy: "end process 12"}}, says: []string{
			"Linux 5.4.0-kasan: nobody has tried any that is older than 5.10",
			"missing types: this kernel has no type information (/sys/kernel/btf/vmlinux)",
			"wrong JIT: /proc/sys/net/core/bpf_jit_enable is 0", "sysctl net.core.bpf_jit_enable=1",
			"wrong bpf stats: /proc/sys/kernel/bpf_stats_enabled is 1", "sysctl kernel.bpf_stats_enabled=0",
			"64 kB (ulimit -l): kernels before 5.11 count maps as locked memory → ulimit -l unlimited",
			"wrong clock source:", "reading the clock source hpet is a system call",
			"built with CONFIG_KASAN, CONFIG_LOCKDEP: that makes every event dearer",
			"policy0/scaling_governor is ondemand, not performance (and 1 more): the CPU's frequency follows the load → this kernel has no governor performance",
			"wrong hooks: BPF program spy (id 7) on tracepoint task_rename: its cost would be in base too → end process 12",
			"no fentry: this kernel was built without CONFIG_DEBUG_INFO_BTF (there is no /sys/kernel/btf/vmlinux)",
		}},
}

// machine is one that does not exist, as the doctor is to see it. Everything that
// its kernel was built for can be attached.
func machine(t *testing.T, name, arch string, cpu int) doctor.Machine {
	t.Helper()
	root, err := machines.FS(name)
	if err != nil {
		t.Fatal(err)
	}
	m := doctor.Machine{Root: root, Environment: bench.ReadEnvironment(root, cpu), CPUs: []int{cpu}}
	m.Environment.Arch = arch
	if config, err := kernelconfig.Read(root, m.Environment.Kernel); err == nil {
		m.Config = config
	}
	m.Drive = func(workloads.Workload) error { return nil }
	m.Try = func(typ attach.Type, _ workloads.Workload) attach.Support {
		if reason, lacking := typ.Unmet(attach.Kernel{Root: root, Release: m.Environment.Kernel, Config: m.Config}); lacking {
			return attach.Support{State: attach.Unavailable, Reason: reason}
		}
		return attach.Support{}
	}
	m.NoQEMU = errors.New("it is not installed: apt-get install it")
	return m
}

// oneLine is text without its line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestMachines(t *testing.T) {
	for _, p := range patients {
		t.Run(p.name, func(t *testing.T) {
			m := machine(t, p.name, p.arch, p.cpu)
			m.Allowed, m.Process, m.Others = p.allowed, p.process, p.others
			m.Ticks = &results.Ticks{All: 92000 + p.steal, Steal: p.steal}
			report := doctor.Examine(m)
			if report.Can != p.can {
				t.Errorf("can it measure? %s, want %s", report.Can, p.can)
			}
			var b bytes.Buffer
			if err := report.WriteText(&b); err != nil {
				t.Fatal(err)
			}
			for _, want := range p.says {
				if !strings.Contains(oneLine(b.String()), want) {
					t.Errorf("it does not say %q", want)
				}
			}
			for line := range strings.Lines(b.String()) {
				if n := utf8.RuneCountInString(line) - 1; n > wrap.Width {
					t.Errorf("%d columns: %s", n, line)
				}
			}
			if strings.Contains(b.String(), "nohz_full") {
				t.Error("it advises nohz_full")
			}
			golden(t, p.name+".txt", b.Bytes())
		})
	}
	if len(patients) != len(machines.Names()) {
		t.Errorf("not every machine of %q is looked at", machines.Names())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got), go test -update writes it anew:\n%s", path, diff)
	}
}
