package doctor

import (
	"fmt"
	"slices"
	"strings"
)

// privileges are those of this process.
//
// It reads CapEff of /proc/self/status.
var privileges = Check{
	Name: "privileges",
	Look: func(m Machine) Finding {
		const sudo = "sudo probecost doctor"
		if !m.Process.Root {
			return Finding{Unseen, "this process is not root's", "loading and attaching BPF programs is privileged", sudo}
		}
		have := m.capabilities()
		if have == nil {
			return good("root")
		}
		var lacking []string
		for _, c := range Capabilities {
			if !slices.Contains(have, c.Name) {
				lacking = append(lacking, c.Name)
			}
		}
		able := func(name string) bool {
			return slices.Contains(have, name) || slices.Contains(have, sysAdmin)
		}
		switch {
		case !able("CAP_BPF") || !able("CAP_PERFMON"):
			return Finding{Missing, "root without " + strings.Join(lacking, ", "), "no program can be loaded",
				"give this container CAP_SYS_ADMIN, or run outside of it"}
		case len(lacking) > 0:
			return Finding{Fact, "root without " + strings.Join(lacking, ", "), "", "probecost doctor --capabilities"}
		}
		return good("root, with every capability that there is a use for")
	},
}

// Capability is one that measuring has a use for.
type Capability struct {
	Name string
	bit  int // include/uapi/linux/capability.h
	Use  string
}

const sysAdmin = "CAP_SYS_ADMIN"

// Capabilities lists them, the most needed first. What the first four are good
// for was tried on Linux 6.18, by running without them: with CAP_BPF and
// CAP_PERFMON alone, and a tracefs that is mounted, tracepoint, raw_tracepoint and
// tp_btf are measured, but not bpf_trigger, and nobody knows who else is there.
var Capabilities = []Capability{
	{"CAP_BPF", 39, "load programs and make maps (Linux 5.8; before, and in its place, CAP_SYS_ADMIN)"},
	{"CAP_PERFMON", 38, "load tracing programs, attach them, and count with the hardware (Linux 5.8; in its place CAP_SYS_ADMIN)"},
	{sysAdmin, 21, "mount a tracefs of one's own, find out who else is on a hook, bpf_trigger, --bpf-stats"},
	{"CAP_SYS_PTRACE", 19, "find out which process has a program on a hook"},
	{"CAP_SYSLOG", 34, "see the addresses of kprobes, and so how they get control (sysctl kernel.kptr_restrict)"},
	{"CAP_SYS_NICE", 23, "empty the ring buffers of one's own programs in time"},
	{"CAP_SYS_RESOURCE", 24, "raise the limit of locked memory, as which kernels before 5.11 count maps"},
}

// capabilities are the names of those that this process has; nil if that cannot
// be read.
func (m Machine) capabilities() []string {
	text, err := m.read("proc/self/status")
	if err != nil {
		return nil
	}
	_, rest, found := strings.Cut(text, "\nCapEff:")
	var mask uint64
	if _, err := fmt.Sscanf(rest, "%x", &mask); !found || err != nil {
		return nil
	}
	have := []string{}
	for _, c := range Capabilities {
		if mask>>c.bit&1 == 1 {
			have = append(have, c.Name)
		}
	}
	return have
}
