package bench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

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
