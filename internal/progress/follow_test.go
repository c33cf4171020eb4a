package progress

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// TestFollow shows that progress is counted from the recording as it passes.
func TestFollow(t *testing.T) {
	plan := results.Plan{Blocks: 3, Arms: []results.Arm{{Attach: "base"}, {Attach: "kprobe"}}}
	var stream bytes.Buffer
	out := results.NewWriter(&stream)
	if err := out.Header(results.Header{Environment: results.Environment{Probecost: bench.Version()}, Plan: plan}); err != nil {
		t.Fatal(err)
	}
	if err := out.Proof(results.Proof{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := out.Visit(results.Visit{}); err != nil {
			t.Fatal(err)
		}
	}
	var steps []bench.Step
	f := Follow(func(s bench.Step) { steps = append(steps, s) })
	for _, b := range stream.Bytes() { // in the smallest pieces
		if _, err := f.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	want := []bench.Step{{Stage: bench.StageProof}, bench.Measuring(plan, 1, 3), bench.Measuring(plan, 2, 3)}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
}
