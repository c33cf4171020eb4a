package attach

import (
	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/workloads"
)

// KprobeOptimized runs the handler of a [Kprobe] from the first instruction behind
// the room for ftrace's call, by a jump that the kernel puts there in place of
// the breakpoint. It saves all registers and looks nothing up: as cheap as a
// kprobe gets.
//
// The kernel takes up to a second to replace the breakpoint; attaching waits for
// that. On x86 alone.
//
// Requires Linux 2.6.34 (afd66255b9a4 "kprobes: Introduce kprobes jump
// optimization"), and for BPF what [Kprobe] does.
var KprobeOptimized = Type{
	Name:     "kprobe_optimized",
	Summary:  "first instruction of a kernel function, through a kprobe's jump",
	Kprobe:   true,
	Needs:    append([]Need{{Option: "CONFIG_OPTPROBES", Path: "/proc/sys/debug/kprobes-optimization"}}, kprobeNeeds...),
	Handlers: Kprobe.Name,
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.Function },
	Place:    optimizedPlace,
	Attach:   attachKprobe,
}
