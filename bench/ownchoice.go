package bench

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/object"
	"github.com/probecost/probecost/results"
)

// patterns are those of the programs' names.
func (o Own) patterns() []string {
	if len(o.Programs) == 0 {
		return []string{"*"}
	}
	return o.Programs
}

// names are those of all objects that were chosen.
func (o Own) names(objects []*object.Object) ([]string, error) {
	var all []string
	for _, object := range objects {
		all = append(all, object.Names()...)
	}
	slices.Sort(all)
	return nameAxis("program", slices.Compact(all)).Select(o.patterns())
}

// nameAxis is an axis of names that are not known before.
func nameAxis(kind string, names []string) Axis[string] {
	return Axis[string]{Kind: kind, List: names, Name: func(s string) string { return s }, Extra: func(string) bool { return false }}
}

// choose adds arms for the named programs of an object: one for each, and one
// for all of them together.
func (o Own) choose(a *own, from *object.Object, names []string) error {
	var programs []object.Program
	for _, name := range from.Names() {
		if !slices.Contains(names, name) {
			continue
		}
		program, err := o.program(from, name)
		if errors.Is(err, attach.ErrNoSuchSection) {
			arm := results.Arm{Handler: results.Own, Program: name, Attach: cmp.Or(from.Kind(name), "no type"), Object: from.Label}
			a.arms = append(a.arms, arm)
			a.unmeasured[subjectOf(arm)] = err.Error()
			continue
		}
		if err != nil {
			return err
		}
		programs = append(programs, program)
		a.add(from, program.Name, program.Type.Name, program)
	}
	if len(programs) > 1 {
		a.add(from, "all", results.Together, programs...)
	}
	return nil
}

func (a *own) add(from *object.Object, name, attach string, programs ...object.Program) {
	arm := results.Arm{Handler: results.Own, Program: name, Attach: attach, Object: from.Label}
	a.arms = append(a.arms, arm)
	a.subjects[subjectOf(arm)] = chosen{from, programs}
}

// divide cuts an override into the pattern of programs and the section.
func divide(override string) (pattern, section string) {
	pattern, section, ok := strings.Cut(override, "=")
	switch {
	case !ok:
		return "*", override
	case pattern == "all":
		return "*", section
	}
	return pattern, section
}

// checkOverrides finds those that are for none of the programs.
func (o Own) checkOverrides(names []string) error {
	for _, override := range o.Attach {
		pattern, _ := divide(override)
		if _, err := nameAxis("program", names).Select([]string{pattern}); err != nil {
			return &UsageError{fmt.Sprintf("--attach %q: %v", override, err)}
		}
	}
	return nil
}

// program is one of an object's, attached as its SEC or an override says.
func (o Own) program(from *object.Object, name string) (object.Program, error) {
	for _, override := range o.Attach {
		pattern, section := divide(override)
		if matches, _ := path.Match(pattern, name); !matches { // the pattern was checked
			continue
		}
		t, target, err := attach.Section(section)
		if err != nil {
			return object.Program{}, &UsageError{fmt.Sprintf("--attach %q: %v", override, err)}
		}
		return object.Program{Name: name, Type: t, Target: target}, nil
	}
	return from.Program(name)
}

// set gives variables their values. One that no object has is an error.
func (o Own) set(objects []*object.Object) error {
	var all []string
	for _, object := range objects {
		all = append(all, object.Variables()...)
	}
	for _, assignment := range o.Set {
		name, value, ok := strings.Cut(assignment, "=")
		if !ok {
			return &UsageError{fmt.Sprintf("--set %q is not of the form name=value", assignment)}
		}
		anywhere := false
		for _, object := range objects {
			found, err := object.Set(name, value)
			if err != nil {
				return &UsageError{fmt.Sprintf("object %s: %v", cmp.Or(object.Label, object.Describe().File), err)}
			}
			anywhere = anywhere || found
		}
		if !anywhere {
			slices.Sort(all)
			return nameAxis("variable", slices.Compact(all)).unknown(name)
		}
	}
	return nil
}
