package attach

import (
	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

// Fsession runs the handler at the entry and at the return of a kernel function,
// through one trampoline: two runs for each event, and the way there and back of
// one [Fexit].
//
// Requires Linux 7.0 (2d419c44658f "bpf: add fsession support").
var Fsession = Type{
	Name:     "fsession",
	Summary:  "entry and return of a kernel function, through a BPF trampoline: two runs",
	Return:   true,
	Runs:     2,
	Since:    "7.0",
	Needs:    trampolineNeeds,
	Sections: []string{"fsession"},
	Program:  ebpf.Tracing,
	Expected: attachTraceFsession,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach:   attachTracing,
}

// attachTraceFsession is BPF_TRACE_FSESSION of include/uapi/linux/bpf.h.
const attachTraceFsession = ebpf.AttachType(58)
