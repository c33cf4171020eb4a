package bench

import (
	"errors"
	"fmt"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
)

// place is a workload and a way of attaching to its hook, or a program of the
// user's own.
type place struct{ workload, subject string }

func placeOf(arm results.Arm) place { return place{arm.Workload, arm.Subject()} }

// missing finds out what cannot be attached, and why. Where nothing can, or not
// what was named, it is an error, and so is a program that the verifier refuses.
func (lab Lab) missing(o Options, a axes) (map[place]string, error) {
	reasons := map[place]string{}
	var refused []string
	available := 0
	for _, w := range a.workloads {
		here, why := 0, ""
		ways := a.subjects()[0] // the same of each handler
		for _, arm := range ways {
			arm.Workload = w.Name
			support, err := lab.check(arm)
			if err != nil {
				return nil, err
			}
			if support.State != attach.Available {
				why = support.Reason
				reasons[placeOf(arm)] = why
				refused = append(refused, fmt.Sprintf("%s on %s: %s", arm.Subject(), w.Name, why))
			} else if hasProgram(arm) {
				here++
			}
		}
		if available += here; here == 0 && why != "" {
			for _, arm := range ways { // nothing to compare with base
				arm.Workload = w.Name
				reasons[placeOf(arm)] = why
			}
		}
	}
	named := (len(o.Attach) > 0 || a.own.named) && !o.Lenient
	if len(refused) > 0 && (named || available == 0) {
		return nil, fmt.Errorf("cannot attach\n  %s", strings.Join(refused, "\n  "))
	}
	return reasons, nil
}

// check finds out whether what an arm attaches can be.
func (lab Lab) check(arm results.Arm) (attach.Support, error) {
	if arm.Program == "" {
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
	if reason := lab.own.unmeasured[subjectOf(arm)]; reason != "" {
		return attach.Support{State: attach.Unavailable, Reason: reason}, nil
	}
	p, err := lab.load(arm)
	if err == nil {
		err = errors.Join(p.Attach(), p.Close())
	}
	support := attach.SupportFor(err)
	if support.State == attach.Refused {
		return support, err
	}
	return support, nil
}
