package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
)

// ReadEnvironment describes the machine whose root folder is given, and this
// program. What cannot be read is left empty.
//
// It reads /proc/sys/kernel/{osrelease,version,bpf_stats_enabled},
// /proc/sys/net/core/bpf_jit_*, /proc/cpuinfo, /proc/cmdline,
// /sys/devices/system/{cpu,clocksource} and /sys/kernel/security/lockdown.
func ReadEnvironment(root fs.FS, cpu int) results.Environment {
	read := func(name string) string {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(text))
	}
	info := parseCPUInfo(read("proc/cpuinfo"))
	return results.Environment{
		Kernel:       read("proc/sys/kernel/osrelease"),
		Version:      read("proc/sys/kernel/version"),
		Arch:         runtime.GOARCH,
		CPU:          info.model,
		Microcode:    info.microcode,
		Hypervisor:   info.hypervisor,
		Online:       read("sys/devices/system/cpu/online"),
		Clocksource:  read("sys/devices/system/clocksource/clocksource0/current_clocksource"),
		Governor:     read(fmt.Sprintf("sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu)),
		SMT:          read("sys/devices/system/cpu/smt/control"),
		CommandLine:  read("proc/cmdline"),
		Lockdown:     read("sys/kernel/security/lockdown"),
		JIT:          read("proc/sys/net/core/bpf_jit_enable"),
		JITHarden:    read("proc/sys/net/core/bpf_jit_harden"),
		StatsEnabled: read("proc/sys/kernel/bpf_stats_enabled"),
		Mitigations:  mitigations(root),
		Go:           runtime.Version(),
		Probecost:    Version(),
		Handlers:     bpf.Digest(),
	}
}

// cpuInfo is what of /proc/cpuinfo bears on a measurement.
type cpuInfo struct {
	model, microcode string
	hypervisor       bool
}

// parseCPUInfo reads the first processor's entry. On arm64 there is no model
// name; implementer and part stand for it.
func parseCPUInfo(text string) cpuInfo {
	first, _, _ := strings.Cut(text, "\n\n")
	field := map[string]string{}
	for line := range strings.Lines(first) {
		key, value, _ := strings.Cut(line, ":")
		field[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	info := cpuInfo{model: field["model name"], microcode: field["microcode"]}
	if info.model == "" && field["CPU part"] != "" {
		info.model = fmt.Sprintf("implementer %s part %s", field["CPU implementer"], field["CPU part"])
	}
	info.hypervisor = strings.Contains(" "+field["flags"]+" ", " hypervisor ")
	return info
}

// mitigations is a digest of /sys/devices/system/cpu/vulnerabilities: equal
// digests mean equal mitigations.
func mitigations(root fs.FS) string {
	const dir = "sys/devices/system/cpu/vulnerabilities"
	entries, err := fs.ReadDir(root, dir)
	if err != nil || len(entries) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, entry := range entries {
		text, _ := fs.ReadFile(root, dir+"/"+entry.Name())
		fmt.Fprintf(sum, "%s: %s\n", entry.Name(), strings.TrimSpace(string(text)))
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// version is set by the release build: -ldflags "-X …/bench.version=v1.2.3".
var version string

// Version is this program's version: the release, or the commit it was built
// from as far as the build knows it.
func Version() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return info.Main.Version
}
