package doctor

import (
	"fmt"
	"strings"

	"github.com/probecost/probecost/bench/kernelconfig"
)

// older says whether the kernel is older than a version; false if it is not
// known.
func (m Machine) older(major, minor int) bool {
	var have, and int
	if _, err := fmt.Sscanf(m.Environment.Kernel, "%d.%d", &have, &and); err != nil {
		return false
	}
	return have < major || have == major && and < minor
}

var kernelVersion = Check{
	Name: "kernel",
	Look: func(m Machine) Finding {
		switch {
		case m.Environment.Kernel == "":
			return Finding{State: Unseen, Saw: "there is no /proc/sys/kernel/osrelease"}
		case m.older(5, 10):
			return Finding{Doubt, "Linux " + m.Environment.Kernel, "nobody has tried any that is older than 5.10",
				"boot a newer kernel"}
		}
		return good("Linux " + m.Environment.Kernel)
	},
}

// architecture is that of the loop's assembly (workloads/call_amd64.s).
var architecture = Check{
	Name: "architecture",
	Look: func(m Machine) Finding {
		if m.Environment.Arch != "amd64" {
			return Finding{Doubt, m.Environment.Arch, "nobody has measured on anything else than amd64", ""}
		}
		return good(m.Environment.Arch)
	},
}

// types are the kernel's own, in /sys/kernel/btf/vmlinux.
var types = Check{
	Name: "types",
	Run:  true,
	Look: func(m Machine) Finding {
		const path = "sys/kernel/btf/vmlinux"
		switch {
		case m.Environment.BTF != "":
			return good("/" + path)
		case m.has(path):
			return Finding{State: Unseen, Saw: "/" + path + " cannot be read"}
		}
		return Finding{Missing, "this kernel has no type information (/" + path + ")",
			"programs are fitted to the kernel by it", "use one that was built with CONFIG_DEBUG_INFO_BTF"}
	},
}

// debugOptions make every event of a kernel dearer, by what they check or note
// on the ways that are measured.
var debugOptions = []string{
	"CONFIG_KASAN", "CONFIG_KCSAN", "CONFIG_KMSAN", "CONFIG_KCOV", "CONFIG_GCOV_KERNEL",
	"CONFIG_LOCKDEP", "CONFIG_LOCK_STAT", "CONFIG_DEBUG_SPINLOCK", "CONFIG_DEBUG_PREEMPT",
	"CONFIG_DEBUG_ATOMIC_SLEEP", "CONFIG_DEBUG_OBJECTS", "CONFIG_SLUB_DEBUG_ON", "CONFIG_TRACE_IRQFLAGS",
}

// debugging is with which of these the kernel was built.
//
// It reads the kernel's configuration: see [kernelconfig.Text].
var debugging = Check{
	Name: "debugging kernel",
	Look: func(m Machine) Finding {
		if m.Config == nil {
			return m.noConfig()
		}
		var on []string
		for _, option := range debugOptions {
			if m.Config[option] == "y" {
				on = append(on, option)
			}
		}
		if len(on) > 0 {
			return Finding{Doubt, "this kernel was built with " + strings.Join(on, ", "),
				"that makes every event dearer", "boot a kernel without"}
		}
		return good("this kernel was built without what makes every event dearer")
	},
}

func (m Machine) noConfig() Finding {
	_, err := kernelconfig.Text(m.files(), m.Environment.Kernel)
	text := "there is neither /proc/config.gz nor /boot/config-" + m.Environment.Kernel
	if isForbidden(err) {
		text = "/boot/config-" + m.Environment.Kernel + " is for root to read"
	}
	return Finding{State: Unseen, Saw: text}
}

var preemption = Check{
	Name: "preemption",
	Look: func(m Machine) Finding {
		if m.Environment.Preemption == "" {
			return Finding{State: Unseen, Saw: "neither /sys/kernel/debug/sched/preempt nor the kernel's version tells the model"}
		}
		return fact("the model is " + m.Environment.Preemption)
	},
}

// tick is how often a timer interrupts a CPU that is busy. Tickless operation is
// not advised: tracking the context costs every system call 300 ns.
var tick = Check{
	Name: "timer tick",
	Look: func(m Machine) Finding {
		if m.Config == nil {
			return m.noConfig()
		}
		return fact(m.Config["CONFIG_HZ"] + " a second on a busy CPU (CONFIG_HZ)")
	},
}
