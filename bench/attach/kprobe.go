package attach

import (
	"fmt"
	"strconv"
	"strings"

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
	Name:     "kprobe",
	Summary:  "entry of a kernel function, through a kprobe",
	Usual:    true,
	Kprobe:   true,
	Needs:    kprobeNeeds,
	Sections: []string{"kprobe", "ksyscall"},
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.Function },
	Attach:   attachKprobe,
}

// kprobeNeeds are what all types need that make a kprobe.
var kprobeNeeds = []Need{
	{Option: "CONFIG_KPROBES"},
	{Option: "CONFIG_KPROBE_EVENTS", Path: "/sys/bus/event_source/devices/kprobe"},
}

func attachKprobe(prog *ebpf.Program, target string) (link.Link, error) {
	function, offset, err := splitOffset(target)
	if err != nil {
		return nil, err
	}
	return link.Kprobe(function, prog, &link.KprobeOptions{Offset: offset})
}

// splitOffset divides "function+0x10" into the function and the offset, in
// bytes, of the instruction that is meant.
func splitOffset(target string) (function string, offset uint64, err error) {
	function, text, found := strings.Cut(target, "+")
	if !found {
		return target, 0, nil
	}
	if offset, err = strconv.ParseUint(text, 0, 32); err != nil {
		return "", 0, fmt.Errorf("kprobe %q: the offset is no number of bytes, such as 0x10", target)
	}
	return function, offset, nil
}
