package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Kretprobe runs the handler at the return of a kernel function. A [Kprobe] at the
// entry replaces the return address on the stack, so that each event is two
// detours with all registers saved, and a record taken from a pool between them.
//
// Requires Linux 4.1 (2541517c32be "tracing, perf: Implement BPF programs
// attached to kprobes").
var Kretprobe = Type{
	Name:     "kretprobe",
	Summary:  "return of a kernel function, through a kprobe",
	Kprobe:   true,
	Return:   true,
	Blind:    noArguments,
	Needs:    append([]Need{{Option: "CONFIG_KRETPROBES"}}, kprobeNeeds...),
	Sections: []string{"kretprobe", "kretsyscall"},
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		return link.Kretprobe(target, prog, nil)
	},
}

// noArguments is why a program at a function's return knows no fields.
const noArguments = "at the return, registers hold the function's result and not its arguments any more"
