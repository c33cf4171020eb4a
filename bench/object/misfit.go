package object

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
)

// misfits names what the programs read and this kernel has not: types, or
// fields such as "task_struct.comm". The library makes each an instruction that
// the verifier refuses, without a word on what it was about.
func misfits(spec *ebpf.CollectionSpec, layouts []*btf.Spec) []string {
	kernel, err := btf.LoadKernelSpec()
	if err != nil || spec.Types == nil {
		return nil
	}
	targets := append([]*btf.Spec{kernel}, layouts...)
	var names []string
	for _, program := range programNames(spec) {
		for _, ins := range spec.Programs[program].Instructions {
			relocation := btf.CORERelocationMetadata(&ins)
			if relocation == nil {
				continue
			}
			fixups, err := btf.CORERelocate([]*btf.CORERelocation{relocation}, targets, spec.ByteOrder, spec.Types.TypeID)
			if err == nil && strings.HasSuffix(fixups[0].String(), "=poison") {
				names = append(names, subjectOf(relocation.String(), spec.Types))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// relocationText is how the library writes a relocation: with the path of a
// field, as of struct bpf_core_relo in include/uapi/linux/bpf.h, and the type.
var relocationText = regexp.MustCompile(`\[([0-9:]+)\], local_id=([0-9]+)\)$`)

// subjectOf is what a relocation is about, by its name; as the library writes it
// if that cannot be read.
func subjectOf(text string, types *btf.Spec) string {
	m := relocationText.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	id, err := strconv.ParseUint(m[2], 10, 32)
	if err != nil {
		return text
	}
	t, err := types.TypeByID(btf.TypeID(id))
	if err != nil {
		return text
	}
	name := t.TypeName()
	for _, step := range strings.Split(m[1], ":")[1:] { // the first is for pointers to several
		i, err := strconv.Atoi(step)
		if err != nil {
			return text
		}
		var more string
		if more, t = follow(t, i); t == nil {
			return text
		}
		name += more
	}
	return name
}

// follow goes one step along the path of a field; nil if there is none.
func follow(t btf.Type, i int) (name string, next btf.Type) {
	var members []btf.Member
	switch t := btf.UnderlyingType(t).(type) {
	case *btf.Struct:
		members = t.Members
	case *btf.Union:
		members = t.Members
	case *btf.Array:
		return fmt.Sprintf("[%d]", i), t.Type
	}
	switch {
	case i >= len(members):
		return "", nil
	case members[i].Name == "": // of a type without a name
		return "", members[i].Type
	}
	return "." + members[i].Name, members[i].Type
}
