package foreign

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"
)

// links goes through all BPF links of the kernel, also those that are pinned
// and those of other containers.
//
// Requires Linux 5.8 (a3b80e107894 "bpf: Allocate ID for bpf_link"). What was
// attached by an ioctl has no link: see descriptors.
func (s *search) links() {
	var links link.Iterator
	defer links.Close()
	for links.Next() {
		if info, err := links.Link.Info(); err == nil { // else it is gone, or says nothing of itself
			s.link(info)
		}
	}
	if err := links.Err(); err != nil {
		s.unknown = append(s.unknown, fmt.Sprintf("whether somebody else's BPF program is on the hook is not known (%v): "+
			"make sure that none is", err))
	}
}

func (s *search) link(info *link.Info) {
	if raw := info.RawTracepoint(); raw != nil { // tp_btf has one, too
		s.add(info.Program, s.tracepoint(raw.Name), 0)
	}
	if perf := info.PerfEvent(); perf != nil {
		s.perfLink(info.Program, perf)
	}
	if tracing := info.Tracing(); tracing != nil {
		s.add(info.Program, s.function(target(tracing)), 0)
	}
	if multi := info.KprobeMulti(); multi != nil {
		addresses, _ := multi.Addresses()
		for _, name := range s.entered(addresses) {
			s.add(info.Program, s.function(name), 0)
		}
	}
}

// perfLink is how a kprobe or a tracepoint has had its program since Linux
// 5.15. What it is on, the kernel tells since Linux 6.6 (1b715e1b0ec5 "bpf:
// Support ->fill_link_info for perf_event").
func (s *search) perfLink(id ebpf.ProgramID, perf *link.PerfEventInfo) {
	switch {
	case perf.Kprobe() != nil:
		s.add(id, s.function(perf.Kprobe().Function), 0)
	case perf.Tracepoint() != nil:
		s.add(id, s.tracepoint(perf.Tracepoint().Tracepoint), 0)
	case perf.Type == link.PerfEventUnspecified && !s.told[id]:
		s.doubt(id)
	}
}

// doubt notes a program of which the kernel does not tell where it is. For
// kprobes there is a list, as a rule.
func (s *search) doubt(id ebpf.ProgramID) {
	prog, err := ebpf.NewProgramFromID(id)
	if err != nil {
		return // gone
	}
	defer prog.Close()
	_, err = fs.Stat(s.root, kprobesList)
	if prog.Type() == ebpf.TracePoint || prog.Type() == ebpf.Kprobe && err != nil {
		s.unknown = append(s.unknown, fmt.Sprintf("BPF program %s (id %d) is on a %s, and this kernel does not tell on which: "+
			"make sure that it is not on the hook, or end it", nameOf(prog), id, strings.ToLower(prog.Type().String())))
	}
}

// target is the kernel function that an fentry or fexit program is on, "" if it
// is none.
//
// Requires Linux 5.13 (441e8c66b23e "bpf: Return target info when a tracing
// bpf_link is queried").
func target(tracing *link.TracingInfo) string {
	object, err := btf.NewHandleFromID(btf.ID(tracing.TargetObjectId))
	if err != nil {
		return "" // another BPF program, or an older kernel: see enabled_functions
	}
	defer object.Close()
	if info, err := object.Info(); err != nil || !info.IsVmlinux() {
		return ""
	}
	kernel, err := btf.LoadKernelSpec()
	if err != nil {
		return ""
	}
	typ, err := kernel.TypeByID(tracing.TargetBtfId)
	if function, ok := typ.(*btf.Func); err == nil && ok {
		return function.Name
	}
	return ""
}
