package bench

import (
	"bytes"
	"fmt"
	"io/fs"
	"runtime"
	"strings"

	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
)

// ReadEnvironment describes the machine whose root folder is given, and this
// program. What cannot be read is left empty.
//
// It reads /proc/sys/kernel/{osrelease,version,bpf_stats_enabled},
// /proc/sys/net/core/bpf_jit_*, /proc/cpuinfo, /proc/cmdline, the kernel's
// configuration, /sys/devices/system/{cpu,clocksource}, /sys/kernel/btf/vmlinux,
// /sys/kernel/security/lockdown and /sys/kernel/debug/sched/preempt.
func ReadEnvironment(root fs.FS, cpu int) results.Environment {
	read := func(name string) string {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(text))
	}
	e := results.Environment{
		Kernel:       read("proc/sys/kernel/osrelease"),
		Version:      read("proc/sys/kernel/version"),
		Arch:         runtime.GOARCH,
		Online:       read("sys/devices/system/cpu/online"),
		Clocksource:  read("sys/devices/system/clocksource/clocksource0/current_clocksource"),
		Governor:     read(fmt.Sprintf("sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu)),
		Turbo:        turbo(read),
		Isolated:     read("sys/devices/system/cpu/isolated"),
		SMT:          read("sys/devices/system/cpu/smt/control"),
		CommandLine:  commandLine(read("proc/cmdline")),
		Lockdown:     read("sys/kernel/security/lockdown"),
		BTF:          fileDigest(root, "sys/kernel/btf/vmlinux"),
		JIT:          read("proc/sys/net/core/bpf_jit_enable"),
		JITHarden:    read("proc/sys/net/core/bpf_jit_harden"),
		StatsEnabled: read("proc/sys/kernel/bpf_stats_enabled"),
		Mitigations:  folderDigest(root, "sys/devices/system/cpu/vulnerabilities"),
		Go:           runtime.Version(),
		Probecost:    Version(),
		Handlers:     bpf.Digest(),
	}
	info := parseCPUInfo(read("proc/cpuinfo"))
	e.CPU, e.Microcode, e.Hypervisor = info.model, info.microcode, info.hypervisor
	text, _ := kernelconfig.Text(root, e.Kernel)
	e.Config = textDigest(text)
	config, _ := kernelconfig.Parse(bytes.NewReader(text))
	e.Preemption = preemption(read("sys/kernel/debug/sched/preempt"), e, config)
	return e
}
