package tune

import (
	"io/fs"
	"slices"
	"strings"
)

const performance = "performance"

// Governor is what chooses the frequency of CPUs, by policy: a group of CPUs
// that have one frequency. All are set and not only that of the bench CPU, since
// the caches and the memory that CPUs share have a frequency too, which follows
// the fastest of them.
//
// It reads /sys/devices/system/cpu/cpufreq/policy*/scaling_governor. Those of
// which no CPU is online cannot be read.
var Governor = Knob{
	Name:  "governor",
	Why:   "the CPU's frequency follows the load",
	Host:  true,
	Speed: true,
	Find: func(m Machine) Found {
		paths, _ := fs.Glob(m.Root, "sys/devices/system/cpu/cpufreq/policy*/scaling_governor") // fails on bad patterns only
		var found Found
		for _, path := range paths {
			s, ok := m.setting(path, performance)
			if !ok {
				continue
			}
			offered, _ := m.read(strings.TrimSuffix(path, "governor") + "available_governors")
			if !slices.Contains(strings.Fields(offered), performance) {
				s.Fixed = "this kernel has no governor performance"
			}
			found.Settings = append(found.Settings, s)
		}
		if len(found.Settings) == 0 {
			found.Note = "the kernel does not govern the frequency"
		}
		return found
	},
}
