package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// UprobeMulti runs the handler at a function in user space, as [Uprobe] does,
// without a perf event in between: the same exception, and less behind it.
//
// Requires Linux 6.6 (89ae89f53d20 "bpf: Add multi uprobe link").
var UprobeMulti = Type{
	Name:     "uprobe.multi",
	Summary:  "start of a function in user space, without a perf event",
	Since:    "6.6",
	Needs:    uprobeNeeds,
	Sections: []string{"uprobe.multi"},
	Program:  ebpf.Kprobe,
	Expected: ebpf.AttachTraceUprobeMulti,
	Target:   func(h workloads.Hook) string { return h.User },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		u, err := openUser(target)
		if err != nil {
			return nil, err
		}
		return u.file.UprobeMulti(u.symbols(), prog, &link.UprobeMultiOptions{
			Addresses: []uint64{u.address},
			Offsets:   []uint64{u.offset},
		})
	},
}
