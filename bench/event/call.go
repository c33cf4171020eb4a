package event

import (
	"strings"

	"github.com/cilium/ebpf/btf"
)

// syscall describes the system call of an event of category syscalls.
func (s *Source) syscall(e Event, fields []Field) *Syscall {
	c := &Syscall{NumberRegister: s.arch.Number}
	c.Name, c.Exit = strings.CutPrefix(e.Name, exit)
	if !c.Exit {
		c.Name = strings.TrimPrefix(e.Name, enter)
	}
	if n, ok := s.arch.number(c.Name); ok {
		c.Number = &n
	}
	if _, ok := lookup[*btf.Func](s, s.arch.prefix+c.Name); ok {
		c.Function = s.arch.prefix + c.Name
	}
	if !c.Exit {
		c.Args = s.callArgs(c.Name, fields)
	}
	return c
}

// callArgs are a system call's arguments: by its tracepoint's fields, or by
// the types of the function behind the one that is called; else by their
// registers alone.
func (s *Source) callArgs(name string, fields []Field) []SyscallArg {
	args := []SyscallArg{}
	for _, f := range own(fields) {
		if f.Name != "__syscall_nr" {
			args = append(args, SyscallArg{Type: f.Type, Name: f.Name})
		}
	}
	if len(fields) == 0 {
		known, ok := s.function("__do_sys_" + name)
		for _, a := range known {
			args = append(args, SyscallArg{Type: a.Type, Name: a.Name})
		}
		if !ok {
			args = make([]SyscallArg, len(s.arch.Syscall))
		}
	}
	args = args[:min(len(args), len(s.arch.Syscall))]
	for i := range args {
		args[i].Register = s.arch.Syscall[i]
	}
	return args
}

// own are the fields that not every tracepoint has.
func own(fields []Field) []Field {
	for i, f := range fields {
		if !strings.HasPrefix(f.Name, "common_") {
			return fields[i:]
		}
	}
	return nil
}
