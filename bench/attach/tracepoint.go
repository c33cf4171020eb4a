package attach

import (
	"fmt"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/bench/tracefs"
	"github.com/probecost/probecost/workloads"
)

// Tracepoint runs the handler from perf's callback of a tracepoint. That
// callback first takes a buffer and fills the event's fields into it, which is
// the record that the handler gets, and which [RawTracepoint] does without.
//
// Requires Linux 4.7 (98b5c2c65c29 "perf, bpf: allow bpf programs attach to
// tracepoints").
var Tracepoint = Type{
	Name:     "tracepoint",
	Summary:  "a tracepoint, with its fields prepared in a record",
	Usual:    true,
	Needs:    []Need{{Option: "CONFIG_EVENT_TRACING"}, {Option: "CONFIG_PERF_EVENTS", Path: "/proc/sys/kernel/perf_event_paranoid"}},
	Sections: []string{"tracepoint", "tp"},
	Program:  ebpf.TracePoint,
	Target:   func(h workloads.Hook) string { return h.Tracepoint },
	Layout:   tracepointLayout,
	Attach: func(prog *ebpf.Program, target string) (link.Link, error) {
		category, name, err := splitTracepoint(target)
		if err != nil {
			return nil, err
		}
		return link.Tracepoint(category, name, prog, nil)
	},
}

func splitTracepoint(target string) (category, name string, err error) {
	category, name, ok := strings.Cut(target, ":")
	if !ok {
		return "", "", fmt.Errorf("tracepoint %q is not of the form category:name", target)
	}
	return category, name, nil
}

// tracepointLayout describes a tracepoint's record, struct tp_<name>, with the
// offsets of the running kernel's format file. Records differ between kernels:
// task_rename has lost and regained a field.
func tracepointLayout(target string) (*btf.Spec, error) {
	category, name, err := splitTracepoint(target)
	if err != nil {
		return nil, err
	}
	fsys, err := tracefs.Open()
	if err != nil {
		return nil, err
	}
	format, err := tracefs.ReadFormat(fsys, category, name)
	if err != nil {
		return nil, err
	}
	return layout(format)
}

// layout turns a format into BTF, against which the handlers are relocated.
func layout(format *tracefs.Format) (*btf.Spec, error) {
	record := &btf.Struct{Name: "tp_" + format.Name}
	for _, field := range format.Fields {
		record.Members = append(record.Members, btf.Member{
			Name:   field.Name,
			Type:   fieldType(field),
			Offset: btf.Bits(field.Offset) * 8,
		})
		record.Size = max(record.Size, field.Offset+field.Size)
	}
	builder, err := btf.NewBuilder([]btf.Type{record}, nil)
	if err != nil {
		return nil, fmt.Errorf("describe tracepoint %s: %w", format.Name, err)
	}
	return builder.Spec()
}

// fieldType is an integer of the field's size, or an array of such. Pointers
// and enumerations are integers to a handler that only copies them.
func fieldType(field tracefs.Field) btf.Type {
	integer := func(size uint32) btf.Type {
		encoding := btf.Unsigned
		if field.Signed {
			encoding = btf.Signed
		}
		return &btf.Int{Name: fmt.Sprintf("%s%d", encoding, size*8), Size: size, Encoding: encoding}
	}
	if field.Length == 0 {
		return integer(field.Size)
	}
	return &btf.Array{
		Index:  &btf.Int{Name: "index", Size: 4},
		Type:   integer(field.Size / field.Length),
		Nelems: field.Length,
	}
}
