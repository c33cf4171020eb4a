package event

import (
	"github.com/cilium/ebpf/btf"
)

// namedBy are the functions that the kernel makes for every tracepoint, with
// its arguments by name; the typedef has no names. The last one is made for a
// whole class of events, and only its own name is known.
var namedBy = []string{"__traceiter_", "__probestub_", "__bpf_trace_"}

// prototype are the arguments of a raw tracepoint: those of its callback, but
// for the first, which is the kernel's own (void *__data). False if the types
// do not have it.
func (s *Source) prototype(name string) ([]Arg, bool) {
	typedef, ok := lookup[*btf.Typedef](s, typedefPrefix+name)
	if !ok {
		return nil, false
	}
	pointer, ok := btf.As[*btf.Pointer](typedef)
	if !ok {
		return nil, false
	}
	proto, ok := btf.As[*btf.FuncProto](pointer.Target)
	if !ok || len(proto.Params) == 0 {
		return nil, false
	}
	return arguments(proto.Params[1:], s.paramNames(name, len(proto.Params))[1:]), true
}

// paramNames are the names of a tracepoint's n arguments, as far as known.
func (s *Source) paramNames(name string, n int) []string {
	names := make([]string, n)
	for _, prefix := range namedBy {
		f, ok := lookup[*btf.Func](s, prefix+name)
		if !ok {
			continue
		}
		proto, ok := f.Type.(*btf.FuncProto)
		if !ok || len(proto.Params) != n {
			continue
		}
		for i, p := range proto.Params {
			names[i] = p.Name
		}
		return names
	}
	return names
}

func arguments(params []btf.FuncParam, names []string) []Arg {
	args := make([]Arg, len(params))
	for i, p := range params {
		args[i] = Arg{
			Index: i, Name: names[i], typ: cType{p.Type},
			Type: cType{p.Type}.String(), Declaration: declare(p.Type, names[i]),
		}
	}
	return args
}

// function are the arguments of a kernel function; false if it is not known.
func (s *Source) function(name string) ([]Arg, bool) {
	f, ok := lookup[*btf.Func](s, name)
	if !ok {
		return nil, false
	}
	proto, ok := f.Type.(*btf.FuncProto)
	if !ok {
		return nil, false
	}
	names := make([]string, len(proto.Params))
	for i, p := range proto.Params {
		names[i] = p.Name
	}
	return arguments(proto.Params, names), true
}

// byValue says whether the argument is a struct or union itself.
func (a Arg) byValue() bool {
	switch btf.UnderlyingType(a.typ.Type).(type) {
	case *btf.Struct, *btf.Union:
		return true
	}
	return false
}
