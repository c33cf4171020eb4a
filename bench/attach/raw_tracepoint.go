package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// RawTracepoint runs the handler from the tracepoint itself. The handler gets
// the arguments of the kernel's trace_*() call as they are; no record is
// filled in for it first, which is what a [Tracepoint] handler waits for.
//
// Requires Linux 4.17 (c4f6699dfcb8 "bpf: introduce BPF_RAW_TRACEPOINT").
var RawTracepoint = Type{
	Name:     "raw_tracepoint",
	Summary:  "a tracepoint, with the arguments of the kernel's call",
	Usual:    true,
	Needs:    []Need{{Option: "CONFIG_BPF_EVENTS"}},
	Sections: []string{"raw_tracepoint", "raw_tp"},
	Program:  ebpf.RawTracepoint,
	Target:   func(h workloads.Hook) string { return h.RawTracepoint },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.AttachRawTracepoint(link.RawTracepointOptions{Name: target, Program: prog})
	},
}
