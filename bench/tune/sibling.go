package tune

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/bench/sandbox"
)

// Sibling is the other hardware thread of a bench CPU's core. It is taken
// offline by itself: /sys/devices/system/cpu/smt/control leaves the first thread
// of each core, and may take the bench CPU.
//
// It reads /sys/devices/system/cpu/cpu*/topology/thread_siblings_list, which has
// those online, and /sys/devices/system/cpu/cpu*/online.
var Sibling = Knob{
	Name:  "SMT sibling",
	Why:   "whatever runs there takes half of the bench CPU's core",
	Host:  true,
	Speed: true,
	Find: func(m Machine) Found {
		siblings := m.siblings()
		if len(siblings) == 0 {
			return Found{Note: "none is online"}
		}
		left := slices.DeleteFunc(m.online(), func(cpu int) bool { return slices.Contains(siblings, cpu) || slices.Contains(m.CPUs, cpu) })
		var found Found
		for _, cpu := range siblings {
			path := fmt.Sprintf("sys/devices/system/cpu/cpu%d/online", cpu)
			s, ok := m.setting(path, "0")
			if !ok {
				s.Have = "1"
				s.Fixed = fmt.Sprintf("CPU %d cannot be taken offline: choose another bench CPU with --cpu", cpu)
			} else if len(left) == 0 {
				s.Fixed = "no CPU would be left for anything else"
			}
			found.Settings = append(found.Settings, s)
		}
		return found
	},
}

// siblings are those of the bench CPUs' threads that are online, and no bench
// CPUs themselves.
func (m Machine) siblings() []int {
	var list []int
	for _, cpu := range m.CPUs {
		list = append(list, m.cpus(fmt.Sprintf("sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu))...)
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(cpu int) bool { return slices.Contains(m.CPUs, cpu) })
}

// online are the CPUs online.
func (m Machine) online() []int { return m.cpus("sys/devices/system/cpu/online") }

// cpus reads a list of CPUs; nil if there is none.
func (m Machine) cpus(path string) []int {
	text, _ := m.read(path)
	list, err := sandbox.ParseCPUs(text)
	if err != nil {
		return nil
	}
	return list
}
