package foreign

import (
	"strings"

	"github.com/probecost/probecost/workloads"
)

// places are where hooks are in the kernel. A hook is one event, and what is on
// it under one of its names is in the way of all attach types.
type places struct {
	functions   map[string]bool
	tracepoints map[string]bool // by the name that a raw tracepoint has
	events      []string        // their folders in tracefs
	syscalls    bool            // one of the hooks is the entry of a system call
}

func newPlaces(hooks []workloads.Hook) places {
	p := places{functions: map[string]bool{}, tracepoints: map[string]bool{}}
	for _, h := range hooks {
		p.functions[h.Function] = true
		p.tracepoints[h.RawTracepoint] = true
		category, name, found := strings.Cut(h.Tracepoint, ":")
		p.tracepoints[name] = true
		switch {
		case category == "syscalls":
			p.syscalls = true
		case found:
			p.events = append(p.events, category+"/"+name)
		}
	}
	delete(p.functions, "") // a hook need not have all names
	delete(p.tracepoints, "")
	if p.syscalls {
		p.events = append(p.events, "syscalls", "raw_syscalls")
	}
	return p
}

// tracepoint names the place of a tracepoint, with "" for one that is none of
// the hooks. A program on any system call's tracepoint puts the calls of all
// tasks on the slow way through the entry code: kernel/tracepoint.c,
// syscall_regfunc().
func (p places) tracepoint(name string) string {
	anyCall := strings.HasPrefix(name, "sys_enter") || strings.HasPrefix(name, "sys_exit")
	if p.tracepoints[name] || p.syscalls && anyCall {
		return "tracepoint " + name
	}
	return ""
}

// function names the place of a kernel function in the same way.
func (p places) function(name string) string {
	if p.functions[name] {
		return "function " + name
	}
	return ""
}
