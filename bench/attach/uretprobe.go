package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Uretprobe runs the handler at the return of a function in user space. A
// [Uprobe] at the start replaces the return address by that of code in which
// the kernel is entered again: two ways into the kernel for each event.
//
// Requires Linux 4.3 (04a22fae4cbc "tracing, perf: Implement BPF programs
// attached to uprobes"). On x86-64 the second way is a system call in place of a
// breakpoint since 6.11 (ff474a78cef5 "uprobe: Add uretprobe syscall to speed up
// return probe").
var Uretprobe = Type{
	Name:     "uretprobe",
	Summary:  "return of a function in user space",
	Return:   true,
	Blind:    noArguments,
	Needs:    uprobeNeeds,
	Sections: []string{"uretprobe"},
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.User },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		u, err := openUser(target)
		if err != nil {
			return nil, err
		}
		return u.file.Uretprobe(u.symbol, prog, &link.UprobeOptions{Address: u.address, Offset: u.offset})
	},
}
