// Package attach holds the ways of attaching a BPF program. One of them is
// one file and one entry in [All].
package attach

import (
	"cmp"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/bpf"
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
	// Usual is true for the types that are measured where none is named.
	Usual bool
	// Extra is true if it is not measured unless it is named: not even with
	// all types.
	Extra bool
	// Kprobe is true for the types that make a kprobe of the kernel, which
	// then lists how that gets control.
	Kprobe bool
	// Return is true for the types whose program runs at the function's
	// return, also if it runs at the entry as well.
	Return bool
	// Runs is how often the program runs at each event; 0 means once.
	Runs int
	// Blind is why a program of this type cannot know the event's fields; ""
	// if it can.
	Blind string
	// Since is the first version of Linux that has it: "5.18"; "" is older
	// than all on which this program runs.
	Since string
	// Needs is what the kernel must have been built with.
	Needs []Need
	// Handlers is the type whose handlers it runs, "" if these are its own.
	Handlers string
	// Target is the hook's name for this type, "" if the hook has none.
	Target func(workloads.Hook) string
	// Place finds the very target in the running kernel, where the hook's
	// name says only the function; nil if the name is all.
	Place func(function string) (target string, err error)
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

// Applies says whether a hook can be attached to in this way at all. What
// attaches nothing goes with every hook.
func (t Type) Applies(hook workloads.Hook) bool { return !t.HasProgram() || t.Target(hook) != "" }

// Lacks says why a handler cannot be had at a hook; "" if it can.
func (t Type) Lacks(h bpf.Handler, hook workloads.Hook) string {
	switch {
	case !h.Record || !t.HasProgram():
		return ""
	case t.Blind != "":
		return t.Blind
	case t.Return && hook.Gone != "":
		return "a program at the function's return does not find " + hook.Gone
	}
	return ""
}

// About says what the type is, and what a kernel needs for it: "…; Linux 5.18,
// CONFIG_FPROBE".
func (t Type) About() string {
	var needs []string
	if t.Since != "" {
		needs = append(needs, "Linux "+t.Since)
	}
	for _, need := range t.Needs {
		needs = append(needs, need.Option)
	}
	if len(needs) == 0 {
		return t.Summary
	}
	return t.Summary + "; " + strings.Join(needs, ", ")
}

// handlers is the type whose handlers are run.
func (t Type) handlers() string { return cmp.Or(t.Handlers, t.Name) }

// Need is something that the kernel must have.
type Need struct {
	Option string // kernel configuration: "CONFIG_KPROBE_EVENTS"
	// Path is a path, and Function a function of the kernel, that is there
	// if and only if the kernel has it; or "".
	Path, Function string
}

// All lists the attach types in the order in which they are shown.
var All = []Type{
	Base, Base2, Spin,
	Kprobe, KprobeOptimized, KprobeInt3, Kretprobe, KprobeMulti, KretprobeMulti, KprobeSession,
	Tracepoint, RawTracepoint, Fentry, Fexit, FmodRet, Fsession, TpBTF,
	Uprobe, Uretprobe, UprobeMulti,
	Spin150, Spin300,
}
