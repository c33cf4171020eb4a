package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Kprobe runs the handler at the entry of a kernel function. Where the
// function starts with an ftrace call site the kernel uses that, otherwise a
// breakpoint instruction (int3), which costs about twice as many instructions.
// The handler gets all registers, which have to be saved for it.
//
// Requires Linux 4.1 (2541517c32be "tracing, perf: Implement BPF programs
// attached to kprobes").
var Kprobe = Type{
	Name:    "kprobe",
	Summary: "entry of a kernel function, through a kprobe",
	Kprobe:  true,
	Needs: []Need{
		{Option: "CONFIG_KPROBES"},
		{Option: "CONFIG_KPROBE_EVENTS", Path: "/sys/bus/event_source/devices/kprobe"},
	},
	Target: func(h workloads.Hook) string { return h.Function },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.Kprobe(target, prog, nil)
	},
}
