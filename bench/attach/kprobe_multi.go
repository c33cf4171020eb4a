package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// KprobeMulti runs the handler at the entry of a kernel function, as [Kprobe]
// does, through fprobe, which attaches to many functions at once. It is cheaper
// than a kprobe, as nothing has to look up which kprobe was hit.
//
// Requires Linux 5.18 (0dcac2725406 "bpf: Add multi kprobe link"). From 6.14 on
// fprobe is part of the function graph tracer (4346ba160409 "fprobe: Rewrite
// fprobe on function-graph tracer").
var KprobeMulti = Type{
	Name:     "kprobe.multi",
	Summary:  "entry of a kernel function, through fprobe",
	Since:    "5.18",
	Needs:    fprobeNeeds,
	Sections: []string{"kprobe.multi"},
	Program:  ebpf.Kprobe,
	Expected: ebpf.AttachTraceKprobeMulti,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.KprobeMulti(prog, link.KprobeMultiOptions{Symbols: []string{target}})
	},
}

// fprobeNeeds are what all types need that attach through fprobe. Linux 6.1 of
// Debian is one that was built without.
var fprobeNeeds = []Need{{Option: "CONFIG_FPROBE", Function: "register_fprobe"}}
