package attach

import (
	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

// FmodRet runs the handler at the entry of a kernel function, whose result it may
// replace: a trampoline looks at what the handler returns, and here, where that
// is 0, goes on to call the function as for [Fexit].
//
// The kernel allows it on functions that are marked for it alone: with
// ALLOW_ERROR_INJECTION, as system calls are (CONFIG_FUNCTION_ERROR_INJECTION),
// on security_*, and on some that exist for tests, like bpf_trigger's.
//
// Requires Linux 5.7 (ae24082331d9 "bpf: Introduce BPF_MODIFY_RETURN").
var FmodRet = Type{
	Name:     "fmod_ret",
	Summary:  "entry of a kernel function whose result may be replaced, through a BPF trampoline",
	Since:    "5.7",
	Needs:    trampolineNeeds,
	Sections: []string{"fmod_ret"},
	Program:  ebpf.Tracing,
	Expected: ebpf.AttachModifyReturn,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach:   attachTracing,
}
