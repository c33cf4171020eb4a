package doctor

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/bench/sandbox"
)

// alone is whether the scheduler gives the bench CPUs to others too.
//
// It does not advise nohz_full: tracking the context costs every system call
// 300 ns.
var alone = Check{
	Name: "isolation",
	Run:  true,
	Time: true,
	Look: func(m Machine) Finding {
		if m.Allowed == 1 {
			return Finding{Doubt, "only one CPU is allowed", "everything else runs on the bench CPU too", "give it one more"}
		}
		isolated, err := sandbox.ParseCPUs(m.Environment.Isolated)
		if err != nil {
			isolated = nil // empty: none is
		}
		shared := slices.DeleteFunc(slices.Clone(m.CPUs), func(cpu int) bool { return slices.Contains(isolated, cpu) })
		if len(shared) == 0 {
			return good(fmt.Sprintf("CPU %s is isolated (/sys/devices/system/cpu/isolated)", sandbox.FormatCPUs(m.CPUs)))
		}
		return Finding{Doubt, "the bench CPU is not isolated", "other tasks may run on it", "boot with isolcpus=" + sandbox.FormatCPUs(shared)}
	},
}
