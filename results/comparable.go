package results

import (
	"fmt"
	"slices"
	"strings"
)

// compared are the members of [Environment] that must be equal for a
// difference between two recordings to say something of the programs that were
// measured, by metric. What is measured is never among them: handlers,
// probecost and go are what a comparison is for.
//
// Of a time all that a fingerprint has. Of instructions less: an emulated CPU
// has neither microcode nor turbo, and no host shows in a count; but the kernel
// must be the same build, as one more instruction in it is a difference.
var compared = map[Metric][]string{
	Time: slices.DeleteFunc(slices.Clone(fingerprinted), func(name string) bool { return name == "handlers" }),
	Instructions: {
		"cpu", "kernel", "kernel_version", "arch", "config", "btf", "command_line", "mitigations",
		"jit", "jit_harden", "bpf_stats", "preemption", "online", "qemu",
	},
}

// Difference is a member of the environment that two recordings differ in.
type Difference struct {
	Member string `json:"member"` // its name in JSON
	Old    string `json:"old"`
	New    string `json:"new"`
}

func (d Difference) String() string { return fmt.Sprintf("%s %q, then %q", d.Member, d.Old, d.New) }

// Compared are the members, by their names in JSON, that must be equal for
// figures of a metric to be comparable; those that are not known are left out.
func (e Environment) Compared(m Metric) map[string]string {
	known := map[string]string{}
	for _, member := range e.members() {
		value := fmt.Sprint(member.value)
		if member.name == "qemu" {
			value = withoutVersion(value)
		}
		if value != "" && slices.Contains(compared[m], member.name) {
			known[member.name] = value
		}
	}
	return known
}

// Differences are those that make figures of a metric incomparable. A member
// that one of the two does not know is none: older recordings lack what was
// added since.
func (e Environment) Differences(m Metric, other Environment) []Difference {
	var ds []Difference
	before, after := e.Compared(m), other.Compared(m)
	for _, member := range e.members() {
		was, is := before[member.name], after[member.name]
		if was != "" && is != "" && was != is {
			ds = append(ds, Difference{member.name, was, is})
		}
	}
	return ds
}

// withoutVersion leaves of the description of an emulator its flags. Counts
// were the same to the last digit with QEMU 7.2 and 10.0.
func withoutVersion(qemu string) string {
	if i := strings.Index(qemu, " -"); i >= 0 {
		return qemu[i+1:]
	}
	return qemu
}
