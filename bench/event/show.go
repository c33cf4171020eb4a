package event

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/probecost/probecost/bench/tracefs"
)

// Describe is all that is known of the event with a name: sched_switch,
// sched:sched_switch, sys_enter_fchmodat, and for that also fchmodat or the
// number of the system call.
func (s *Source) Describe(name string) (*Description, error) {
	e, err := s.find(name)
	if err != nil {
		return nil, err
	}
	d := &Description{Event: e, Architecture: s.arch.Name, Unread: s.Unread()}
	if d.Fields, err = s.fields(e); err != nil {
		return nil, err
	}
	if e.RawTracepoint != "" {
		var ok bool
		if d.Args, ok = s.prototype(e.RawTracepoint); !ok {
			d.Unread = append(d.Unread, "the arguments: the kernel's types lack "+typedefPrefix+e.RawTracepoint)
		}
	}
	if e.Category == syscalls {
		d.Syscall = s.syscall(e, d.Fields)
		d.Notes = append(d.Notes, SyscallNote)
	}
	switch {
	case e.RawTracepoint == "":
		d.Notes = append(d.Notes, "the kernel's types have no raw tracepoint of this name")
	case e.Category == "" && s.tracefs != nil:
		d.Notes = append(d.Notes, "a bare tracepoint: it has no record, so no tracepoint program can be attached")
	}
	d.Attach = s.attach(d)
	return d, nil
}

// fields are those of an event's record, if there is one that can be read.
func (s *Source) fields(e Event) ([]Field, error) {
	if s.tracefs == nil || e.Category == "" {
		return nil, nil
	}
	format, err := tracefs.ReadFormat(s.tracefs, e.Category, e.Name)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w (only root may read tracefs)", err)
	}
	if err != nil {
		return nil, err
	}
	fields := make([]Field, len(format.Fields))
	for i, f := range format.Fields {
		fields[i] = Field(f)
	}
	return fields, nil
}

// Attach types, by the names that probecost measures them under; the last two
// are at the return of a function.
const (
	typeRaw, typeTpBTF, typeTracepoint = "raw_tracepoint", "tp_btf", "tracepoint"
	typeKprobe, typeFentry             = "kprobe", "fentry"
	typeKretprobe, typeFexit           = "kretprobe", "fexit"
)

// fentryArgs is how many arguments a function may have for fentry on kernels
// before Linux 6.6 (473e3150e30a "bpf, x86: allow function arguments up to 12
// for TRACING").
const fentryArgs = 6

// attach are the ways to attach to an event.
func (s *Source) attach(d *Description) []Attach {
	var ways []Attach
	if raw := d.RawTracepoint; raw != "" {
		ways = append(ways,
			Attach{Type: typeRaw, Section: []string{"raw_tracepoint/" + raw, "raw_tp/" + raw}},
			Attach{Type: typeTpBTF, Section: []string{"tp_btf/" + raw}})
	}
	if d.Category != "" {
		target := d.Category + "/" + d.Name
		ways = append(ways, Attach{Type: typeTracepoint, Section: []string{"tracepoint/" + target, "tp/" + target}})
	}
	if d.Syscall != nil {
		return append(ways, s.callWays(d.Syscall)...)
	}
	for _, c := range s.candidates(d.Event, d.Args) {
		for _, typ := range []string{typeKprobe, typeFentry} {
			if args, _ := s.function(c.function); typ == typeFentry && len(args) > fentryArgs {
				continue
			}
			ways = append(ways, Attach{Type: typ, Section: []string{typ + "/" + c.function}, Function: c.function, Note: c.note})
		}
	}
	return ways
}

// callWays are the ways to attach to the function of a system call.
func (s *Source) callWays(c *Syscall) []Attach {
	if c.Function == "" {
		return nil
	}
	types, note := []string{typeKprobe, typeFentry}, "the call's function, which gets a pointer to its registers"
	if c.Exit {
		types, note = []string{typeKretprobe, typeFexit}, "the return of the call's function"
	}
	var ways []Attach
	for _, typ := range types {
		if typ != typeKprobe && typ != typeKretprobe && s.ambiguous(c.Function) {
			note = "the kernel's types have this function more than once: libbpf takes the first, cilium/ebpf refuses"
		}
		ways = append(ways, Attach{Type: typ, Section: []string{typ + "/" + c.Function}, Function: c.Function, Note: note})
	}
	return ways
}
