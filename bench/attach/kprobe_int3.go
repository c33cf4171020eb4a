package attach

import (
	"errors"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// KprobeInt3 runs the handler of a [Kprobe] from a breakpoint, at the place of a
// [KprobeOptimized]. It is an exception, and where the kernel can be preempted a
// second one, by which the instruction that the breakpoint stands for is stepped
// over: as dear as a kprobe gets, and what it is where nothing better can be had.
//
// There is no way to say that of one kprobe, so that none is optimised as long as
// this one is attached: see [optimization]. (A place that cannot be optimised, as
// it is too near to a branch, would do as well, but for 34 instructions: there
// the kernel does not reckon with several kprobes.)
//
// Requires Linux 4.1 (2541517c32be "tracing, perf: Implement BPF programs
// attached to kprobes").
var KprobeInt3 = Type{
	Name:     "kprobe_int3",
	Summary:  "first instruction of a kernel function, through a kprobe's breakpoint",
	Kprobe:   true,
	Needs:    kprobeNeeds,
	Handlers: Kprobe.Name,
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.Function },
	Place:    firstInstruction,
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		if err := kprobesOptimization.forbid(); err != nil {
			return nil, err
		}
		l, err := attachKprobe(prog, target)
		if err != nil {
			return nil, errors.Join(err, kprobesOptimization.restore())
		}
		return forbidding{l}, nil
	},
}

// forbidding is a link during which no kprobe is optimised.
type forbidding struct{ link.Link }

func (l forbidding) Close() error {
	return errors.Join(l.Link.Close(), kprobesOptimization.restore())
}
