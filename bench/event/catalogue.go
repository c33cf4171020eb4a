package event

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cilium/ebpf/btf"
)

// The tracepoints of all system calls, and the events of each one.
const (
	rawEnter, rawExit = "sys_enter", "sys_exit"
	enter, exit       = "sys_enter_", "sys_exit_"
	syscalls          = "syscalls" // category
)

// SyscallNote says why system calls have no raw tracepoints of their own.
const SyscallNote = "the events of single system calls are made in software from two tracepoints, sys_enter and sys_exit, " +
	"that all system calls pass: a raw tracepoint attaches to these, and compares the number"

// List are all events, by category and name. Bare tracepoints come last.
func (s *Source) List() ([]Event, error) {
	if s.events == nil {
		list, err := s.list()
		if err != nil {
			return nil, err
		}
		s.events = list
	}
	return slices.Clone(s.events), nil
}

func (s *Source) list() ([]Event, error) {
	raw, err := s.rawTracepoints()
	if err != nil {
		return nil, err
	}
	list, err := s.traceEvents(raw)
	if err != nil {
		return nil, err
	}
	if s.tracefs == nil {
		list = s.callsByFunction()
	}
	seen := map[string]bool{}
	for _, e := range list {
		seen[e.RawTracepoint] = s.tracefs != nil
	}
	for name := range raw {
		if !seen[name] {
			list = append(list, Event{Name: name, RawTracepoint: name})
		}
	}
	slices.SortFunc(list, func(a, b Event) int {
		bare := func(e Event) string { return map[bool]string{true: "\xff", false: e.Category}[e.Category == ""] }
		if c := strings.Compare(bare(a), bare(b)); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, nil
}

// typedefPrefix is that of the type of a tracepoint's callback: __DEFINE_EVENT
// in include/trace/bpf_probe.h.
const typedefPrefix = "btf_trace_"

// rawTracepoints are the names of all tracepoints that programs can attach to.
func (s *Source) rawTracepoints() (map[string]bool, error) {
	names := map[string]bool{}
	for _, spec := range s.types {
		for typ, err := range spec.All() {
			if err != nil {
				return nil, fmt.Errorf("read the kernel's types: %w", err)
			}
			if t, ok := typ.(*btf.Typedef); ok && strings.HasPrefix(t.Name, typedefPrefix) {
				names[strings.TrimPrefix(t.Name, typedefPrefix)] = true
			}
		}
	}
	return names, nil
}

// traceEvents are the events that tracefs has.
func (s *Source) traceEvents(raw map[string]bool) ([]Event, error) {
	if s.tracefs == nil {
		return nil, nil
	}
	available, err := fs.ReadFile(s.tracefs, "available_events")
	if err != nil {
		return nil, fmt.Errorf("list the tracepoints: %w (only root may read tracefs)", err)
	}
	var list []Event
	for line := range strings.Lines(string(available)) {
		category, name, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			return nil, fmt.Errorf("available_events: line %q is not category:name", line)
		}
		e := Event{Category: category, Name: name}
		e.RawTracepoint = rawName(e, raw)
		list = append(list, e)
	}
	return list, nil
}

// rawName is the raw tracepoint of an event of tracefs.
func rawName(e Event, raw map[string]bool) string {
	switch {
	case e.Category == syscalls && strings.HasPrefix(e.Name, enter):
		return rawEnter
	case e.Category == syscalls && strings.HasPrefix(e.Name, exit):
		return rawExit
	case raw[e.Name]:
		return e.Name
	}
	return "" // made in tracefs, as those of kprobes are, or ftrace's own
}

// callsByFunction are the events of system calls, where tracefs cannot be read.
func (s *Source) callsByFunction() []Event {
	var list []Event
	for typ, err := range s.types[0].All() {
		if err != nil {
			break // rawTracepoints has told
		}
		f, ok := typ.(*btf.Func)
		if !ok || !strings.HasPrefix(f.Name, s.arch.prefix) {
			continue
		}
		name := strings.TrimPrefix(f.Name, s.arch.prefix)
		list = append(list,
			Event{Category: syscalls, Name: enter + name, RawTracepoint: rawEnter},
			Event{Category: syscalls, Name: exit + name, RawTracepoint: rawExit})
	}
	return slices.Compact(list)
}

// Match are the events whose name, or category and name, match a pattern as in
// [path.Match].
func Match(list []Event, pattern string) ([]Event, error) {
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	var found []Event
	for _, e := range list {
		byName, _ := path.Match(pattern, e.Name)
		whole, _ := path.Match(pattern, e.String())
		if byName || whole {
			found = append(found, e)
		}
	}
	return found, nil
}
