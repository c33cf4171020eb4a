package bench

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
)

const (
	// proofOps are driven besides the first, whose record is compared.
	proofOps = 15
	// proofTries allows for events of other processes on the bench CPU,
	// which may overwrite the record before it is read.
	proofTries = 5
)

// Prove shows for an arm that its attach type reaches the workload's hook: the
// fields handler captures, byte for byte, the record that one operation
// causes, and counts every event. Where the fields are not to be had, the
// counting handler has to count.
func (lab Lab) Prove(ctx context.Context, cpu int, arm results.Arm, worker Worker) (proof results.Proof, err error) {
	arm.Handler = bpf.Fields.Name
	if lacking(arm) != "" {
		arm.Handler = bpf.Count.Name
	}
	for range proofTries {
		proof, err = lab.prove(cpu, arm, worker)
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return proof, ctx.Err()
	}
	if err != nil {
		return proof, fmt.Errorf("%s: %w", arm, err)
	}
	return proof, nil
}

func (lab Lab) prove(cpu int, arm results.Arm, worker Worker) (results.Proof, error) {
	proof := results.Proof{Arm: arm}
	probe, err := lab.load(arm)
	if err != nil {
		return proof, err
	}
	defer probe.Close()
	want, err := worker.Prepare(arm.Workload)
	if err != nil {
		return proof, err
	}
	if err := probe.Attach(); err != nil {
		return proof, err
	}
	if proof.Driven, err = worker.Drive(arm.Workload, 1); err != nil {
		return proof, err
	}
	if proof.Driven == 0 {
		return proof, nil // a bystander: there is no event to prove
	}
	if arm.Handler == bpf.Fields.Name {
		if err := compareRecord(probe, cpu, want); err != nil {
			return proof, err
		}
		proof.Record = hex.EncodeToString(want)
	}
	more, err := worker.Drive(arm.Workload, proofOps)
	if err != nil {
		return proof, err
	}
	proof.Driven += more
	if proof.Seen, _, _, err = probe.Event(cpu); err != nil {
		return proof, err
	}
	if proof.Seen < proof.Driven {
		return proof, missedEvents(proof.Seen, proof.Driven)
	}
	return proof, nil
}

// compareRecord holds the record that a probe has captured against the one that
// was caused.
func compareRecord(probe Probe, cpu int, want []byte) error {
	_, got, _, err := probe.Event(cpu)
	if err != nil {
		return err
	}
	if len(got) < len(want) || !bytes.Equal(got[:len(want)], want) {
		return otherRecord(got, want)
	}
	return nil
}

// otherRecord means that a handler does not capture what it is there for.
func otherRecord(got, want []byte) error {
	return &InvalidError{fmt.Sprintf("the handler captured %q, the workload caused %q: end what else causes such events "+
		"on the bench CPU; if it stays, leave this attach type out with --attach, and report it with the kernel's version", got, want)}
}
