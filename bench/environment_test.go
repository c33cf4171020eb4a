package bench

import (
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/results"
)

// machine is the root folder of a machine with the given files.
func machine(files map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func TestReadEnvironment(t *testing.T) {
	root := machine(map[string]string{
		"proc/sys/kernel/osrelease": "6.12.1\n",
		"proc/sys/kernel/version":   "#1 SMP\n",
		"proc/cpuinfo":              "processor\t: 0\nmodel name\t: Fast CPU\nmicrocode\t: 0x1\nflags\t\t: fpu hypervisor sse\n\nprocessor\t: 1\nmodel name\t: Slow CPU\n",
		"sys/devices/system/cpu/cpu3/cpufreq/scaling_governor": "powersave\n",
		"sys/devices/system/cpu/vulnerabilities/spectre_v2":    "Mitigation: Retpolines\n",
		"proc/sys/net/core/bpf_jit_enable":                     "1\n",
		"sys/devices/system/cpu/online":                        "0-3\n",
		"sys/devices/system/cpu/isolated":                      "2-3\n",
		"sys/devices/system/cpu/intel_pstate/no_turbo":         "0\n",
		"sys/kernel/debug/sched/preempt":                       "none voluntary (full)\n",
		"sys/kernel/btf/vmlinux":                               "types",
		"boot/config-6.12.1":                                   "CONFIG_BPF=y\n",
	})
	e := ReadEnvironment(root, 3)
	if e.Kernel != "6.12.1" || e.Version != "#1 SMP" || e.CPU != "Fast CPU" || e.Microcode != "0x1" || !e.Hypervisor {
		t.Errorf("%+v", e)
	}
	if e.Governor != "powersave" || e.JIT != "1" || e.Online != "0-3" || e.Lockdown != "" {
		t.Errorf("%+v", e)
	}
	if e.Isolated != "2-3" || e.Turbo != "on" || e.Preemption != "full" {
		t.Errorf("%+v", e)
	}
	if e.Config != "447b90c944e91f1c" || e.BTF != "a10dcceb2d48b9a5" {
		t.Errorf("config %s, BTF %s; want SHA-256 and CRC-64 of the texts", e.Config, e.BTF)
	}
	if e.Mitigations == "" || e.Handlers == "" || e.Go == "" {
		t.Errorf("%+v", e)
	}
	root["sys/devices/system/cpu/vulnerabilities/spectre_v2"].Data = []byte("Vulnerable\n")
	if ReadEnvironment(root, 3).Mitigations == e.Mitigations {
		t.Error("other mitigations have the same digest")
	}
}

func TestReadEnvironmentOfNothing(t *testing.T) {
	got := ReadEnvironment(machine(nil), 0)
	want := results.Environment{Arch: got.Arch, Go: got.Go, Probecost: got.Probecost, Handlers: got.Handlers}
	if got != want {
		t.Errorf("%+v", got)
	}
}

// TestReadEnvironmentTwice: a difference would end a run as invalid.
func TestReadEnvironmentTwice(t *testing.T) {
	root := os.DirFS("/")
	start := time.Now()
	first := ReadEnvironment(root, 0)
	t.Logf("%s: %+v", time.Since(start), first)
	second := ReadEnvironment(root, 0)
	first.Clocksource, second.Clocksource = "", "" // tsc-early becomes tsc a second after boot
	if changed := first.Changed(second); changed != nil {
		t.Errorf("changed at once: %q", changed)
	}
}

func TestTurbo(t *testing.T) {
	const noTurbo, boost = "sys/devices/system/cpu/intel_pstate/no_turbo", "sys/devices/system/cpu/cpufreq/boost"
	for _, test := range []struct {
		files map[string]string
		want  string
	}{
		{nil, ""},
		{map[string]string{noTurbo: "0"}, "on"},
		{map[string]string{noTurbo: "1"}, "off"},
		{map[string]string{boost: "1"}, "on"},
		{map[string]string{boost: "0"}, "off"},
		{map[string]string{boost: "?"}, ""},
	} {
		if got := turbo(func(name string) string { return test.files[name] }); got != test.want {
			t.Errorf("%v: %q, want %q", test.files, got, test.want)
		}
	}
}

func TestPreemption(t *testing.T) {
	const dynamic = "#1 SMP PREEMPT_DYNAMIC Debian"
	voluntary := kernelconfig.Config{"CONFIG_PREEMPT_VOLUNTARY": "y", "CONFIG_PREEMPT_DYNAMIC": "y"}
	for _, test := range []struct {
		name, debug, version, commandLine string
		config                            kernelconfig.Config
		want                              string
	}{
		{"debugfs", "none (voluntary) full", dynamic, "preempt=full", nil, "voluntary"},
		{"debugfs of 6.13", "none voluntary full (lazy)", dynamic, "", voluntary, "lazy"},
		{"debugfs, undecided", "none voluntary full", dynamic, "", voluntary, "voluntary"},
		{"command line", "", dynamic, "preempt=none quiet preempt=full", voluntary, "full"},
		{"command line, not dynamic", "", "#1 SMP", "preempt=full", kernelconfig.Config{"CONFIG_PREEMPT_NONE": "y"}, "none"},
		{"what it starts with", "", dynamic, "nopreempt=full", voluntary, "voluntary"},
		{"dynamic, unknown", "", dynamic, "", nil, ""},
		{"real time", "", "#1 SMP PREEMPT_RT", "", kernelconfig.Config{"CONFIG_PREEMPT_RT": "y"}, "rt"},
		{"full", "", "#1 SMP PREEMPT", "", nil, "full"},
		{"lazy", "", "#1 SMP PREEMPT", "", kernelconfig.Config{"CONFIG_PREEMPT_LAZY": "y"}, "lazy"},
		{"unknown", "", "#1 SMP", "", nil, ""},
	} {
		e := results.Environment{Version: test.version, CommandLine: test.commandLine}
		if got := preemption(test.debug, e, test.config); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestParseCPUInfoARM(t *testing.T) {
	info := parseCPUInfo("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n")
	if info.model != "implementer 0x41 part 0xd0c" || info.hypervisor {
		t.Errorf("%+v", info)
	}
}
