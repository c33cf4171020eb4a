package tune

// NMIWatchdog is what looks every few seconds, by an interrupt that cannot be
// held off, whether a CPU still works: Documentation/admin-guide/lockup-watchdogs.rst.
// It takes one of the hardware counters, too, which package pmu would use.
var NMIWatchdog = Knob{
	Name: "NMI watchdog",
	Why:  "it interrupts every CPU, and takes a hardware counter",
	Find: func(m Machine) Found {
		s, ok := m.setting("proc/sys/kernel/nmi_watchdog", "0")
		if !ok {
			return Found{Note: "the kernel has none"}
		}
		return Found{Settings: []Setting{s}}
	},
}
