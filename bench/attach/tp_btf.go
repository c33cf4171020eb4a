package attach

import (
	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

// TpBTF is a [RawTracepoint] whose arguments have types that the verifier
// knows: the handler follows their pointers by plain loads, without a helper.
//
// Requires Linux 5.5 (9e15db66136a "bpf: Implement accurate raw_tp context
// access via BTF").
var TpBTF = Type{
	Name:     "tp_btf",
	Summary:  "a raw tracepoint with typed arguments",
	Usual:    true,
	Needs:    []Need{{Option: "CONFIG_BPF_EVENTS"}, {Option: "CONFIG_DEBUG_INFO_BTF", Path: kernelBTF}},
	Sections: []string{"tp_btf"},
	Program:  ebpf.Tracing,
	Expected: ebpf.AttachTraceRawTp,
	Target:   func(h workloads.Hook) string { return h.RawTracepoint },
	Attach:   attachTracing,
}
