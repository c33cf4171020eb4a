package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Fentry runs the handler at the entry of a kernel function, called by a
// trampoline that the kernel generates for it: only the function's arguments
// are saved, no exception is taken and no registers are gathered.
//
// Requires Linux 5.5 (fec56f5890d9 "bpf: Introduce BPF trampoline"); on arm64
// Linux 6.4, with direct calls from ftrace (2aa6ac03516d).
var Fentry = Type{
	Name:     "fentry",
	Summary:  "entry of a kernel function, through a BPF trampoline",
	Usual:    true,
	Needs:    trampolineNeeds,
	Sections: []string{"fentry"},
	Program:  ebpf.Tracing,
	Expected: ebpf.AttachTraceFEntry,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach:   attachTracing,
}

// trampolineNeeds are what all types need that run in a BPF trampoline.
var trampolineNeeds = []Need{
	{Option: "CONFIG_DEBUG_INFO_BTF", Path: kernelBTF},
	{Option: "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS"},
}

// attachTracing attaches a program whose target was fixed when it was loaded.
func attachTracing(prog *ebpf.Program, _ string) (link.Link, error) {
	return link.AttachTracing(link.TracingOptions{Program: prog})
}
