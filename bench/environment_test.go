package bench

import (
	"strings"
	"testing"
	"testing/fstest"

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
	})
	e := ReadEnvironment(root, 3)
	if e.Kernel != "6.12.1" || e.Version != "#1 SMP" || e.CPU != "Fast CPU" || e.Microcode != "0x1" || !e.Hypervisor {
		t.Errorf("%+v", e)
	}
	if e.Governor != "powersave" || e.JIT != "1" || e.Online != "0-3" || e.Lockdown != "" {
		t.Errorf("%+v", e)
	}
	if e.Mitigations == "" || e.Handlers == "" || e.Go == "" {
		t.Errorf("%+v", e)
	}
	root["sys/devices/system/cpu/vulnerabilities/spectre_v2"].Data = []byte("Vulnerable\n")
	if ReadEnvironment(root, 3).Mitigations == e.Mitigations {
		t.Error("other mitigations have the same digest")
	}
}

func TestParseCPUInfoARM(t *testing.T) {
	info := parseCPUInfo("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n")
	if info.model != "implementer 0x41 part 0xd0c" || info.hypervisor {
		t.Errorf("%+v", info)
	}
}

func TestCheckBefore(t *testing.T) {
	good := results.Environment{JIT: "1", StatsEnabled: "0", Clocksource: "tsc"}
	if err := CheckBefore(good, results.Time); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		change func(*results.Environment)
		want   string
	}{
		{func(e *results.Environment) { e.JIT = "0" }, "bpf_jit_enable=1"},
		{func(e *results.Environment) { e.StatsEnabled = "1" }, "bpf_stats_enabled=0"},
		{func(e *results.Environment) { e.Clocksource = "hpet" }, "hpet is a system call"},
	} {
		bad := good
		test.change(&bad)
		if err := CheckBefore(bad, results.Time); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want one with %q", err, test.want)
		}
	}
	bad := good
	bad.Clocksource = "hpet"
	if err := CheckBefore(bad, results.Instructions); err != nil {
		t.Errorf("instructions need no clock source: %v", err)
	}
}

func TestWarnings(t *testing.T) {
	if w := Warnings(results.Environment{Governor: "performance", SMT: "off"}, 4); len(w) != 0 {
		t.Errorf("a quiet machine: %q", w)
	}
	w := Warnings(results.Environment{Governor: "powersave", SMT: "on", Hypervisor: true}, 1)
	if len(w) != 4 {
		t.Errorf("%q", w)
	}
}
