package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// KprobeSession runs the handler at the entry and at the return of a kernel
// function, through fprobe: two runs for each event, on the way that a
// [KretprobeMulti] takes for one.
//
// Requires Linux 6.10 (535a3692ba72 "bpf: Add support for kprobe session
// attach").
var KprobeSession = Type{
	Name:     "kprobe.session",
	Summary:  "entry and return of a kernel function, through fprobe: two runs",
	Runs:     2,
	Since:    "6.10",
	Needs:    fprobeNeeds,
	Sections: []string{"kprobe.session"},
	Program:  ebpf.Kprobe,
	Expected: ebpf.AttachTraceKprobeSession,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.KprobeMulti(prog, link.KprobeMultiOptions{Symbols: []string{target}, Session: true})
	},
}
