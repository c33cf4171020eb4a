package tune

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
)

// shallow is the longest that leaving an idle state may take, in µs. C1 takes 1
// or 2 (drivers/idle/intel_idle.c); C1E, the next deeper one, takes 10, and
// lowers the frequency.
const shallow = 2

// IdleStates are the deep ones among the states in which a bench CPU waits, as
// it does while a program is being attached.
//
// It reads /sys/devices/system/cpu/cpu*/cpuidle/state*/{latency,disable}:
// Documentation/admin-guide/pm/cpuidle.rst.
var IdleStates = Knob{
	Name: "idle states",
	Why:  "the CPU has to wake up from a deep sleep after each attaching, and is slow at first",
	Host: true,
	Find: func(m Machine) Found {
		var found Found
		states := 0
		for _, cpu := range m.CPUs {
			dirs, _ := fs.Glob(m.Root, fmt.Sprintf("sys/devices/system/cpu/cpu%d/cpuidle/state*", cpu)) // fails on bad patterns only
			states += len(dirs)
			for _, dir := range dirs {
				text, _ := m.read(path.Join(dir, "latency"))
				latency, err := strconv.Atoi(text)
				s, ok := m.setting(path.Join(dir, "disable"), "1")
				if ok && err == nil && latency > shallow {
					found.Settings = append(found.Settings, s)
				}
			}
		}
		switch {
		case states == 0:
			found.Note = "the kernel does not choose idle states"
		case len(found.Settings) == 0:
			found.Note = "there are no deep ones"
		}
		return found
	},
}
