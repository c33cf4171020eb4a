package attach

import (
	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

// Fexit runs the handler at the return of a kernel function, called by a
// trampoline, as [Fentry] is at the entry: the trampoline calls the function
// itself, so that arguments and result are at hand and no return address has to
// be replaced.
//
// Requires Linux 5.5 (fec56f5890d9 "bpf: Introduce BPF trampoline").
var Fexit = Type{
	Name:     "fexit",
	Summary:  "return of a kernel function, through a BPF trampoline",
	Return:   true,
	Needs:    trampolineNeeds,
	Sections: []string{"fexit"},
	Program:  ebpf.Tracing,
	Expected: ebpf.AttachTraceFExit,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach:   attachTracing,
}
