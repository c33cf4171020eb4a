package object

import (
	"maps"
	"slices"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

// TestChoose shows that what is loaded is what was chosen and what it may jump
// to, that nothing is pinned, and that the object stays as it was.
func TestChoose(t *testing.T) {
	o := open(t, "tail")
	first, err := o.Program("first")
	if err != nil {
		t.Fatal(err)
	}
	spec, _, err := o.choose([]Program{first}, workloads.TaskRename.Hook)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"first", "second"}, slices.Sorted(maps.Keys(spec.Programs))); diff != "" {
		t.Error(diff)
	}
	if o.spec.Maps["arrived"].Pinning != ebpf.PinByName {
		t.Error("the object's map should be pinned, else this shows nothing")
	}
	for name, m := range spec.Maps {
		if m.Pinning != ebpf.PinNone {
			t.Errorf("map %s would be pinned", name)
		}
	}
	if len(o.spec.Programs) != 3 {
		t.Errorf("the object has %d programs left", len(o.spec.Programs))
	}
}

// TestChooseOverrides shows that a program is loaded for the attach type and the
// target that it is given, and not those of its SEC.
func TestChooseOverrides(t *testing.T) {
	o := open(t, "tool")
	for _, test := range []struct {
		program Program
		typ     ebpf.ProgramType
		target  string
	}{
		{Program{"rename_raw", attach.TpBTF, ""}, ebpf.Tracing, "task_rename"},
		{Program{"rename_raw", attach.RawTracepoint, "sys_enter"}, ebpf.RawTracepoint, "sys_enter"},
		{Program{"rename_btf", attach.Kprobe, "do_exit+0x10"}, ebpf.Kprobe, "do_exit+0x10"},
	} {
		spec, _, err := o.choose([]Program{test.program}, workloads.TaskRename.Hook)
		if err != nil {
			t.Fatal(err)
		}
		p := spec.Programs[test.program.Name]
		if p.Type != test.typ || p.AttachTo != test.target || p.AttachType != test.program.Type.Expected {
			t.Errorf("%s: loaded as %v (%v) for %s", test.program.Name, p.Type, p.AttachType, p.AttachTo)
		}
	}
}
