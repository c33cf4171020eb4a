package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
)

// place is a workload and a way of attaching to its hook, or a program of the
// user's own.
type place struct{ workload, subject string }

func placeOf(arm results.Arm) place { return place{arm.Workload, arm.Subject()} }

// survey is what a kernel can measure of what was selected.
type survey struct {
	reasons map[place]string // why an arm cannot be measured
	unused  []string         // workloads that none of the user's programs runs under
}

// survey finds out what cannot be measured, and why. Where nothing can, or not
// what was named, it is an error, and so is a program that the verifier refuses.
func (lab Lab) survey(ctx context.Context, o Options, a axes) (survey, error) {
	s := survey{reasons: map[place]string{}}
	try, closing, err := lab.trial(ctx, o, a)
	if err != nil {
		return s, err
	}
	defer closing()
	var refused []string
	insisted := false          // on a type that cannot be measured
	found := map[string]bool{} // subjects that can be measured under some workload
	for _, w := range a.workloads {
		here, why := 0, ""
		ways := a.subjects()[0] // the same of each handler
		for _, arm := range ways {
			if !applies(arm, w) {
				continue
			}
			arm.Workload = w.Name
			support, err := try(arm)
			if err != nil {
				return s, err
			}
			if support.State != attach.Available {
				why = support.Reason
				s.reasons[placeOf(arm)] = why
				refused = append(refused, fmt.Sprintf("%s on %s: %s", arm.Subject(), w.Name, why))
				insisted = insisted || slices.Contains(o.Attach, arm.Attach)
			} else if hasProgram(arm) {
				here++
				found[arm.Subject()] = true
			}
		}
		if here == 0 && why != "" {
			s.nothing(w.Name, ways, why, a)
		}
	}
	switch {
	case len(refused) == 0:
	case len(found) == 0, insisted && !o.Lenient:
		return s, fmt.Errorf("cannot measure\n  %s", strings.Join(refused, "\n  "))
	case a.own.named && !o.Lenient && len(found) < len(a.own.arms):
		return s, fmt.Errorf("cannot measure all that was named\n  %s", strings.Join(refused, "\n  "))
	}
	return s, nil
}

// nothing notes a workload under which there is nothing to compare with base. Of
// programs of the user's own that is to be expected: their hooks are few.
func (s *survey) nothing(workload string, ways []results.Arm, why string, a axes) {
	if len(a.own.arms) > 0 {
		s.unused = append(s.unused, workload)
	}
	for _, arm := range ways {
		arm.Workload = workload
		if s.reasons[placeOf(arm)] == "" {
			s.reasons[placeOf(arm)] = why
		}
	}
}

// trial returns what finds out whether an arm can be measured: whether what it
// attaches can be, and of a program of the user's own also whether it runs.
func (lab Lab) trial(ctx context.Context, o Options, a axes) (try func(results.Arm) (attach.Support, error), closing func(), err error) {
	if len(a.own.arms) == 0 {
		return lab.check, func() {}, nil
	}
	var names []string
	for _, w := range a.workloads {
		names = append(names, w.Name)
	}
	worker, err := lab.Start(ctx, o.Plan.CPU, names)
	if err != nil {
		return nil, nil, err
	}
	try = func(arm results.Arm) (attach.Support, error) {
		if arm.Program == "" {
			return lab.check(arm)
		}
		return lab.checkOwn(arm, worker)
	}
	return try, func() { _ = worker.Close() }, nil
}

// check finds out whether what an arm attaches can be.
func (lab Lab) check(arm results.Arm) (attach.Support, error) {
	t, err := AttachTypes.Find(arm.Attach)
	if err != nil {
		return attach.Support{}, err
	}
	w, err := findWorkload(arm.Workload)
	if err != nil {
		return attach.Support{}, err
	}
	return lab.Check(t, w), nil
}

// checkOwn does the same for programs of the user's own.
func (lab Lab) checkOwn(arm results.Arm, worker Worker) (attach.Support, error) {
	if reason := lab.own.unmeasured[subjectOf(arm)]; reason != "" {
		return attach.Support{State: attach.Unavailable, Reason: reason}, nil
	}
	_, err := lab.proveOwn(arm, worker)
	var never *neverRanError
	if errors.As(err, &never) {
		return attach.Support{State: attach.Unavailable, Reason: never.Error()}, nil
	}
	var failure *attach.Error
	if err != nil && !errors.As(err, &failure) {
		return attach.Support{}, fmt.Errorf("%s: %w", arm, err) // the worker failed, or the command
	}
	support := attach.SupportFor(err)
	if support.State == attach.Refused {
		return support, err
	}
	return support, nil
}
