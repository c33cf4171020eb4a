package doctor

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// jit is whether programs are compiled.
var jit = Check{
	Name: "JIT",
	Run:  true,
	Look: func(m Machine) Finding {
		const path = "proc/sys/net/core/bpf_jit_enable"
		switch value := m.Environment.JIT; {
		case value == "0":
			return Finding{Wrong, "/" + path + " is 0", "BPF programs are interpreted", "sysctl net.core.bpf_jit_enable=1"}
		case value != "":
			return good("/" + path + " is " + value)
		case m.Config["CONFIG_BPF_JIT_ALWAYS_ON"] == "y":
			return good("this kernel was built with CONFIG_BPF_JIT_ALWAYS_ON")
		case m.Config != nil && m.Config["CONFIG_BPF_JIT"] != "y":
			return Finding{Missing, "this kernel was built without CONFIG_BPF_JIT", "BPF programs are interpreted", "boot another one"}
		}
		_, err := m.read(path) // a container with a network of its own has none
		return unseen(path, err)
	},
}

// stats is whether the kernel measures every run of every program.
var stats = Check{
	Name: "bpf stats",
	Run:  true,
	Look: func(m Machine) Finding {
		const path = "proc/sys/kernel/bpf_stats_enabled"
		switch m.Environment.StatsEnabled {
		case "0":
			return good("/" + path + " is 0")
		case "":
			_, err := m.read(path)
			return unseen(path, err)
		}
		return Finding{Wrong, "/" + path + " is " + m.Environment.StatsEnabled,
			"bpf stats cost tens of ns an event", "sysctl kernel.bpf_stats_enabled=0"}
	},
}

// enoughMemory is more than what the handlers and their maps take on a machine of
// 1024 CPUs.
const enoughMemory = 64 << 20

// lockedMemory is what maps count as on kernels before 5.11 (97306be45fbe).
var lockedMemory = Check{
	Name: "locked memory",
	Look: func(m Machine) Finding {
		limit := fmt.Sprintf("%d kB (ulimit -l)", m.Process.Memory>>10)
		if m.Process.Memory == math.MaxUint64 {
			limit = "unlimited (ulimit -l)"
		}
		switch {
		case m.Environment.Kernel == "":
			return Finding{State: Unseen, Saw: limit}
		case !m.older(5, 11):
			return good("kernels since 5.11 do not count maps as locked memory")
		case m.Process.Memory < enoughMemory:
			return Finding{Wrong, limit, "kernels before 5.11 count maps as locked memory", "ulimit -l unlimited"}
		}
		return good(limit)
	},
}

// vdsoClocks are the clock sources that user space reads without a system
// call: arch/*/include/asm/vdso/gettimeofday.h.
var vdsoClocks = []string{"tsc", "tsc-early", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"}

// clocksource is the clock that chunks are timed with.
var clocksource = Check{
	Name: "clock source",
	Run:  true,
	Time: true,
	Look: func(m Machine) Finding {
		const path = "sys/devices/system/clocksource/clocksource0/current_clocksource"
		source := m.Environment.Clocksource
		switch {
		case source == "":
			_, err := m.read(path)
			return unseen(path, err)
		case slices.Contains(vdsoClocks, source):
			return good(source)
		}
		return Finding{Wrong, "/" + path + " is " + source, "reading the clock source " + source + " is a system call",
			"choose one of " + strings.Join(vdsoClocks, ", ")}
	},
}
