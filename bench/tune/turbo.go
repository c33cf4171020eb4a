package tune

// Turbos are the files that say whether CPUs may run faster than their nominal
// frequency, with the value that each has if they may:
// Documentation/admin-guide/pm/{intel_pstate,cpufreq}.rst.
var Turbos = []struct{ File, On, Off string }{
	{"sys/devices/system/cpu/intel_pstate/no_turbo", "0", "1"},
	{"sys/devices/system/cpu/cpufreq/boost", "1", "0"},
}

// Turbo is whether CPUs may run faster than their nominal frequency.
var Turbo = Knob{
	Name:  "turbo",
	Why:   "the CPU's frequency depends on its temperature, and on what other CPUs do",
	Host:  true,
	Speed: true,
	Find: func(m Machine) Found {
		for _, t := range Turbos {
			if s, ok := m.setting(t.File, t.Off); ok {
				return Found{Settings: []Setting{s}}
			}
		}
		return Found{Note: "the kernel does not govern turbo"}
	},
}
