package bench

import (
	"errors"
	"fmt"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
)

// checkOwn finds out whether programs of the user's own can be measured, which
// is so if they run.
func (lab Lab) checkOwn(arm results.Arm, worker Worker) (results.Proof, attach.Support, error) {
	if reason := lab.own.unmeasured[subjectOf(arm)]; reason != "" {
		return results.Proof{}, attach.Support{State: attach.Unavailable, Reason: reason}, nil
	}
	proof, err := lab.proveOwn(arm, worker)
	var never *neverRanError
	if errors.As(err, &never) {
		return proof, attach.Support{State: attach.Unavailable, Reason: never.Error()}, nil
	}
	var failure *attach.Error
	if err != nil && !errors.As(err, &failure) {
		return proof, attach.Support{}, fmt.Errorf("%s: %w", arm, err) // the worker failed, or the command
	}
	support := attach.SupportFor(err)
	if support.State == attach.Refused {
		return proof, support, err
	}
	return proof, support, nil
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
