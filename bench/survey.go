package bench

import (
	"cmp"
	"context"
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
	// proofs are those of the user's programs: whether one can be measured is
	// whether it runs, and a command that makes it run is too dear to be run
	// for each of the two.
	proofs map[place]results.Proof
}

// survey finds out what cannot be measured, and why. Where nothing can, or not
// what was named, it is an error, and so is a program that the verifier refuses.
func (lab Lab) survey(ctx context.Context, o Options, a axes) (survey, error) {
	s := survey{reasons: map[place]string{}, proofs: map[place]results.Proof{}}
	try, closing, err := lab.trial(ctx, o, a, s.proofs)
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
			arm.Workload, arm.Workers = w.Name, 1
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

// divide tells arms that can be measured from those that cannot.
func (s survey) divide(arms []results.Arm) (can []results.Arm, cannot []results.Missing) {
	for _, arm := range arms {
		if slices.Contains(s.unused, arm.Workload) {
			continue
		}
		if reason := cmp.Or(s.reasons[placeOf(arm)], lacking(arm)); reason != "" {
			cannot = append(cannot, results.Missing{Arm: arm, Reason: reason})
		} else {
			can = append(can, arm)
		}
	}
	return can, cannot
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
// attaches can be, and of a program of the user's own also whether it runs, of
// which proofs gets the proof.
func (lab Lab) trial(ctx context.Context, o Options, a axes, proofs map[place]results.Proof) (try func(results.Arm) (attach.Support, error), closing func(), err error) {
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
		proof, support, err := lab.checkOwn(arm, worker)
		proofs[placeOf(arm)] = proof
		return support, err
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
