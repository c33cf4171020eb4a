package attach

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Uprobe runs the handler at a function in user space, from a breakpoint: the
// way into the kernel and back as an exception, which is more than all that
// types within the kernel do.
//
// Requires Linux 4.3 (04a22fae4cbc "tracing, perf: Implement BPF programs
// attached to uprobes").
var Uprobe = Type{
	Name:     "uprobe",
	Summary:  "start of a function in user space, through a breakpoint",
	Needs:    uprobeNeeds,
	Sections: []string{"uprobe"},
	Program:  ebpf.Kprobe,
	Target:   func(h workloads.Hook) string { return h.User },
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		u, err := openUser(target)
		if err != nil {
			return nil, err
		}
		return u.file.Uprobe(u.symbol, prog, &link.UprobeOptions{Address: u.address, Offset: u.offset})
	},
}

// uprobeNeeds are what all types need that attach to user space.
var uprobeNeeds = []Need{{Option: "CONFIG_UPROBE_EVENTS", Path: "/sys/bus/event_source/devices/uprobe"}}

// user is a place in an executable.
type user struct {
	file    *link.Executable
	symbol  string
	address uint64 // in the file; 0 if the symbol's is meant
	offset  uint64 // from there, bytes
}

// symbols is the symbol as a list, nil if the address is meant.
func (u user) symbols() []string {
	if u.symbol == "" {
		return nil
	}
	return []string{u.symbol}
}

// openUser finds a target such as "/usr/bin/bash:readline+0x4", "bash:readline",
// or "/usr/bin/bash:0x2a4c0", where the number is a place in the file.
func openUser(target string) (u user, err error) {
	path, place, ok := strings.Cut(target, ":")
	if !ok || place == "" {
		return u, fmt.Errorf("%q is not of the form path:function", target)
	}
	if !strings.Contains(path, "/") {
		if path, err = exec.LookPath(path); err != nil {
			return u, err
		}
	}
	if u.file, err = link.OpenExecutable(path); err != nil {
		return u, err
	}
	if target == workloads.Probed {
		u.address, err = workloads.ProbedOffset()
		return u, err
	}
	if u.address, err = strconv.ParseUint(place, 0, 64); err == nil {
		return u, nil
	}
	u.address = 0
	u.symbol, u.offset, err = splitOffset(place)
	return u, err
}
