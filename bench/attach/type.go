// Package attach holds the ways of attaching a BPF program. One of them is
// one file and one entry in [All].
package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/workloads"
)

// Type is one way of attaching a BPF program.
type Type struct {
	Name    string
	Summary string
	// Spin is a known piece of user-space work that the worker does beside
	// each operation, in the unit of the clock (ns, or instructions); 0 for
	// none.
	Spin int64
	// Control is true for the types that every block measures whatever was
	// selected, because the others are compared with them.
	Control bool
	// Kprobe is true for the types that make a kprobe of the kernel, which
	// then lists how that gets control.
	Kprobe bool
	// Extra is true if it is not measured unless it is named.
	Extra bool
	// Needs is what the kernel must have been built with.
	Needs []Need
	// Target is the hook's name for this type.
	Target func(workloads.Hook) string
	// Sections are what SEC() of a program for this type starts with, the
	// usual word first: libbpf's names.
	Sections []string
	// Program and Expected are what the kernel has to be told on loading.
	Program  ebpf.ProgramType
	Expected ebpf.AttachType
	// Layout describes the record that the handler's context points to,
	// where the kernel's own type information does not; else nil.
	Layout func(target string) (*btf.Spec, error)
	// Attach attaches the program to the target. It is nil for a type that
	// has no program at all.
	Attach func(prog *ebpf.Program, target string) (link.Link, error)
}

// HasProgram says whether there is anything to load and attach.
func (t Type) HasProgram() bool { return t.Attach != nil }

// Need is something that the kernel must have.
type Need struct {
	Option string // kernel configuration: "CONFIG_KPROBE_EVENTS"
	Path   string // a path that is there if and only if the kernel has it; or ""
}

// All lists the attach types in the order in which they are shown.
var All = []Type{Base, Base2, Spin, Kprobe, Tracepoint, RawTracepoint, Fentry, TpBTF, Spin150, Spin300}
