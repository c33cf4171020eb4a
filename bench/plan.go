package bench

import (
	"errors"
	"math/rand/v2"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Sizes are how much of everything a plan has. The reasons for these numbers
// are in METHOD terms: enough chunks that 8 of them are clean on a disturbed
// machine, chunks long enough that reading the clock does not matter and short
// enough to fit between two disturbances.
var (
	// Quick takes seconds, Full a minute or two per workload and handler.
	Quick = results.Plan{Blocks: 30, Most: 90, Chunks: 200, Ops: 100, Warmup: 2000}
	Full  = results.Plan{Blocks: 120, Most: 240, Chunks: 200, Ops: 100, Warmup: 2000}
	// Release is for figures that are published.
	Release = results.Plan{Blocks: 400, Most: 800, Chunks: 200, Ops: 100, Warmup: 2000}
	// Exact is for a clock that counts instructions: each operation is
	// measured by itself, the first block after boot is discarded, and one
	// more would do if a third did not show that it is the same again.
	Exact = results.Plan{Blocks: 3, Discard: 1, Chunks: 1000, Ops: 1, Warmup: 100}
)

// Arms is the product of the axes, workload by workload and handler by handler
// in the order of the lists, without attach types that a workload's hook cannot
// have. A handler's subjects are arms of which handler and attach type are given,
// or a program of the user's own: see [Subjects].
func Arms(ws []workloads.Workload, subjects [][]results.Arm, vs []Variant) []results.Arm {
	var arms []results.Arm
	for _, w := range ws {
		for _, handler := range subjects {
			for _, v := range vs {
				for _, arm := range handler {
					if v.Stats && !hasProgram(arm) {
						continue // no program, so nothing to measure the runs of
					}
					if !applies(arm, w) {
						continue
					}
					arm.Workload, arm.Workers, arm.Stats = w.Name, v.Workers, v.Stats
					arms = append(arms, arm)
				}
			}
		}
	}
	return arms
}

// Subjects are every handler with every attach type. Control types such as base
// are among them like all others.
func Subjects(hs []bpf.Handler, ts []attach.Type) [][]results.Arm {
	subjects := make([][]results.Arm, len(hs))
	for i, h := range hs {
		for _, t := range ts {
			subjects[i] = append(subjects[i], results.Arm{Handler: h.Name, Attach: t.Name})
		}
	}
	return subjects
}

// hasProgram says whether anything is loaded and attached at an arm.
func hasProgram(arm results.Arm) bool {
	t, err := AttachTypes.Find(arm.Attach)
	return arm.Program != "" || err == nil && t.HasProgram()
}

// applies says whether what an arm attaches can be on the workload's hook at all.
func applies(arm results.Arm, w workloads.Workload) bool {
	t, err := AttachTypes.Find(arm.Attach)
	return arm.Program != "" || err == nil && t.Applies(w.Hook)
}

// lacking says why an arm's handler is not to be had with its attach type; "" if
// it is.
func lacking(arm results.Arm) string {
	t, err1 := AttachTypes.Find(arm.Attach)
	w, err2 := findWorkload(arm.Workload)
	h, err3 := Handlers.Find(arm.Handler)
	if arm.Program != "" || errors.Join(err1, err2, err3) != nil {
		return ""
	}
	return t.Lacks(h, w.Hook)
}

// Variant is under which circumstances an arm is measured.
type Variant struct {
	Workers int
	Stats   bool // with bpf stats on
}

// Plain is what is measured if nothing else is asked for.
var Plain = []Variant{{Workers: 1}}

// Variants are one worker; 2, 4, 8 and so on up to as many as there are cpus;
// and one worker with bpf stats on.
func Variants(cpus int, stats bool) []Variant {
	variants := append([]Variant(nil), Plain...)
	for n := 2; n < cpus; n *= 2 {
		variants = append(variants, Variant{Workers: n})
	}
	if cpus > 1 {
		variants = append(variants, Variant{Workers: cpus})
	}
	if stats {
		variants = append(variants, Variant{Workers: 1, Stats: true})
	}
	return variants
}

// Order is the order in which a block visits the plan's arms: random, fresh in
// every block, and a function of the plan's seed alone.
func Order(plan results.Plan, block int) []results.Arm {
	arms := append([]results.Arm(nil), plan.Arms...)
	r := rand.New(rand.NewPCG(plan.Seed, uint64(block)))
	r.Shuffle(len(arms), func(i, j int) { arms[i], arms[j] = arms[j], arms[i] })
	return arms
}
