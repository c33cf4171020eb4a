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
	"github.com/probecost/probecost/workloads"
)

// Own chooses programs of the user's own.
type Own struct {
	// Objects are the files. Of several, each is measured beside the others
	// in the same blocks, and needs a label; the first is what the others
	// are compared with.
	Objects []ObjectFile
	// Programs are names or patterns as of [path.Match]; none is all.
	Programs []string
	// Attach overrides where programs are attached: "SEC" or "PROGRAM=SEC",
	// where SEC is what SEC("…") could have said, and PROGRAM a pattern.
	Attach []string
	// Set gives global variables values, in every object that has them:
	// "name=value".
	Set []string
}

// ObjectFile is the path of an object, and what to call it.
type ObjectFile struct{ Label, Path string }

// own is what [Own] has chosen, opened.
type own struct {
	objects  []*object.Object
	arms     []results.Arm // without workload and circumstances
	subjects map[subject]chosen
	// unmeasured are programs whose SEC is of no attach type, and why.
	unmeasured map[subject]string
	named      bool     // the programs were named, without wildcards
	overrides  []string // of where they are attached, as in Own.Attach
	pace       object.Pace
}

// subject identifies what an arm attaches of the user's own.
type subject struct{ object, program, attach string }

func subjectOf(arm results.Arm) subject { return subject{arm.Object, arm.Program, arm.Attach} }

// chosen is what an arm loads.
type chosen struct {
	object   *object.Object
	programs []object.Program
}

// open reads the objects and makes arms of what was chosen.
func (o Own) open(metric results.Metric) (own, error) {
	a := own{subjects: map[subject]chosen{}, unmeasured: map[subject]string{}, overrides: o.Attach, pace: object.Busy}
	if metric == results.Instructions {
		a.pace = object.Calm
	}
	for _, file := range o.Objects {
		opened, err := object.Open(file.Label, file.Path)
		if err != nil {
			return a, err
		}
		a.objects = append(a.objects, opened)
	}
	if err := o.set(a.objects); err != nil {
		return a, err
	}
	names, err := o.names(a.objects)
	if err != nil {
		return a, err
	}
	if err := o.checkOverrides(names); err != nil {
		return a, err
	}
	a.named = !slices.ContainsFunc(o.patterns(), func(p string) bool { return strings.ContainsAny(p, `*?[\`) })
	for _, object := range a.objects {
		if err := o.choose(&a, object, names); err != nil {
			return a, err
		}
	}
	if len(a.subjects) == 0 {
		for _, reason := range a.unmeasured {
			return a, errors.New(reason)
		}
	}
	return a, nil
}

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
			arm := results.Arm{Handler: results.Own, Program: name, Attach: "no type", Object: from.Label}
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

// hooks are those that the programs name.
func (a own) hooks() []workloads.Hook {
	var all []workloads.Hook
	for _, arm := range a.arms {
		for _, program := range a.subjects[subjectOf(arm)].programs {
			if program.Target != "" {
				all = append(all, program.Hook())
			}
		}
	}
	return all
}

// checkHooks says which program names no hook, where the workload has none.
func (a own) checkHooks() error {
	for _, arm := range a.arms {
		for _, program := range a.subjects[subjectOf(arm)].programs {
			if program.Target == "" {
				return &UsageError{fmt.Sprintf("program %s: its SEC names no hook, and a command has none of its own: give one with --attach %[1]s=%s/…",
					program.Name, program.Type.Sections[0])}
			}
		}
	}
	return nil
}

// describe is what the recording says of the objects.
func (a own) describe() []results.Object {
	var all []results.Object
	for _, object := range a.objects {
		described := object.Describe()
		described.Attach = a.overrides
		all = append(all, described)
	}
	return all
}

// neverRanError means that a program did not run though events were caused.
type neverRanError struct {
	workload string
	driven   uint64
}

func (e *neverRanError) Error() string {
	if e.workload == results.Drive {
		return "it never ran while the command did, which does nothing that reaches the hook"
	}
	return fmt.Sprintf("it never ran at %d events: drive its hook with another --workload, or attach it to this one's with --attach", e.driven)
}

// neverRan is an error if a program did not run though the workload's events
// were caused.
func neverRan(arm results.Arm, runs, driven uint64) error {
	if runs > 0 || driven == 0 {
		return nil
	}
	return &neverRanError{arm.Workload, driven}
}

// proveOwn shows that a program runs, and how often.
func (lab Lab) proveOwn(arm results.Arm, worker Worker) (results.Proof, error) {
	proof := results.Proof{Arm: arm}
	probe, err := lab.load(arm)
	if err != nil {
		return proof, err
	}
	defer probe.Close()
	if err := probe.Attach(); err != nil {
		return proof, err
	}
	driven, s, err := lab.runs(probe, team{worker}, arm)
	if err != nil {
		return proof, err
	}
	proof.Driven, proof.Runs = driven, s.Runs
	return proof, neverRan(arm, proof.Runs, proof.Driven)
}
