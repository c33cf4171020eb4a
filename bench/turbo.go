package bench

// turbos are the files that say whether the CPU may run faster than its
// nominal frequency, with the value that each has if it may:
// Documentation/admin-guide/pm/{intel_pstate,cpufreq}.rst.
var turbos = []struct{ file, on, off string }{
	{"sys/devices/system/cpu/intel_pstate/no_turbo", "0", "1"},
	{"sys/devices/system/cpu/cpufreq/boost", "1", "0"},
}

// turbo is "on", "off", or "" if the kernel does not govern it, as in most
// virtual machines.
func turbo(read func(file string) string) string {
	for _, t := range turbos {
		switch read(t.file) {
		case t.on:
			return "on"
		case t.off:
			return "off"
		}
	}
	return ""
}
