package event

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/cilium/ebpf/btf"

	"github.com/probecost/probecost/workloads"
)

// candidate is a function at or near which an event may happen.
type candidate struct{ function, note string }

// manyAlike is more functions with an event's arguments than say anything.
const manyAlike = 4

// candidates are functions for a kprobe or fentry in place of a tracepoint. The
// kernel's types do not say which function an event is in, so but for those of
// our workloads they are guesses, and say by what.
func (s *Source) candidates(e Event, args []Arg) []candidate {
	var list []candidate
	add := func(function, note string) {
		known := slices.ContainsFunc(list, func(c candidate) bool { return c.function == function })
		if _, ok := s.function(function); ok && !known && s.traceable(function) {
			list = append(list, candidate{function, note})
		}
	}
	for _, w := range workloads.All {
		if w.Hook.Tracepoint == e.String() || w.Hook.RawTracepoint == e.Name && w.Hook.Tracepoint == "" {
			add(w.Hook.Function, w.Hook.Place)
		}
	}
	for _, underscores := range []string{"", "__", "_", "do_"} {
		add(underscores+e.Name, "guessed by its name")
	}
	if len(list) > 0 {
		return list
	}
	if alike := s.alike(args); len(alike) <= manyAlike {
		for _, name := range alike {
			add(name, "guessed by its arguments, which begin with the event's")
		}
	}
	return list
}

// traceable says whether the kernel can trace a function: one that the compiler
// inlined still has a type. Where the kernel has no list, nothing is known.
func (s *Source) traceable(function string) bool {
	if s.functions == nil {
		s.functions = map[string]bool{}
		if s.tracefs != nil {
			text, _ := fs.ReadFile(s.tracefs, "available_filter_functions")
			for line := range strings.Lines(string(text)) {
				name, _, _ := strings.Cut(strings.TrimSpace(line), " ") // then its module
				s.functions[name] = true
			}
		}
	}
	return len(s.functions) == 0 || s.functions[function]
}

// alike are the functions whose first arguments have the types of an event's,
// of which there must be enough to tell functions apart.
func (s *Source) alike(args []Arg) []string {
	if len(args) < 2 {
		return nil
	}
	var names []string
	for typ, err := range s.types[0].All() {
		if err != nil {
			return nil
		}
		f, ok := typ.(*btf.Func)
		if !ok {
			continue
		}
		if proto, ok := f.Type.(*btf.FuncProto); ok && begins(proto.Params, args) {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func begins(params []btf.FuncParam, args []Arg) bool {
	if len(params) < len(args) {
		return false
	}
	for i, a := range args {
		if (cType{params[i].Type}).String() != a.Type {
			return false
		}
	}
	return true
}
