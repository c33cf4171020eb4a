package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// KretprobeMulti runs the handler at the return of a kernel function, through
// fprobe. Like [Kretprobe] it has to replace the return address at each entry,
// but comes to both ends by ftrace's call, which finds its own way.
//
// Requires Linux 5.18 (0dcac2725406 "bpf: Add multi kprobe link").
var KretprobeMulti = Type{
	Name:     "kretprobe.multi",
	Summary:  "return of a kernel function, through fprobe",
	Return:   true,
	Blind:    noArguments,
	Since:    "5.18",
	Needs:    fprobeNeeds,
	Sections: []string{"kretprobe.multi"},
	Program:  ebpf.Kprobe,
	Expected: ebpf.AttachTraceKprobeMulti,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.KretprobeMulti(prog, link.KprobeMultiOptions{Symbols: []string{target}})
	},
}
