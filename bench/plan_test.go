package bench

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

func TestArmsIsTheProduct(t *testing.T) {
	arms := Arms(workloads.All, Subjects(bpf.Handlers, attach.All), Plain)
	pairs := 0
	for _, w := range workloads.All {
		for _, typ := range attach.All {
			if typ.Applies(w.Hook) {
				pairs++
			}
		}
	}
	if want := pairs * len(bpf.Handlers); len(arms) != want || pairs == len(workloads.All)*len(attach.All) {
		t.Fatalf("%d arms, want %d", len(arms), want)
	}
	seen := map[results.Arm]bool{}
	for _, arm := range arms {
		if seen[arm] {
			t.Errorf("%s is there twice", arm)
		}
		seen[arm] = true
	}
}

func TestOrderIsAFunctionOfTheSeed(t *testing.T) {
	plan := results.Plan{Seed: 7, Arms: Arms(workloads.All, Subjects(bpf.Handlers, attach.All), Plain)}
	first := Order(plan, 0)
	if diff := cmp.Diff(first, Order(plan, 0)); diff != "" {
		t.Errorf("the same block has two orders:\n%s", diff)
	}
	if reflect.DeepEqual(first, Order(plan, 1)) {
		t.Error("two blocks have the same order")
	}
	other := plan
	other.Seed++
	if reflect.DeepEqual(first, Order(other, 0)) {
		t.Error("two seeds give the same order")
	}
	seen := map[results.Arm]bool{}
	for _, arm := range first {
		seen[arm] = true
	}
	if len(seen) != len(plan.Arms) {
		t.Errorf("a block visits %d of %d arms", len(seen), len(plan.Arms))
	}
	if plan.Arms[0].Attach != attach.All[0].Name {
		t.Error("Order changes the plan")
	}
}

// TestFirstPlaceIsFair shows that no arm is visited first more often than
// chance allows: of 3000 blocks of 5 arms, 600 each, ± 5 standard deviations.
func TestFirstPlaceIsFair(t *testing.T) {
	plan := results.Plan{Seed: 1, Arms: Arms(workloads.All[:1], Subjects(bpf.Handlers[:1], attach.All[:5]), Plain)}
	first := map[results.Arm]int{}
	for block := range 3000 {
		first[Order(plan, block)[0]]++
	}
	for arm, n := range first {
		if n < 490 || n > 710 {
			t.Errorf("%s is first in %d of 3000 blocks", arm, n)
		}
	}
}

func TestVariants(t *testing.T) {
	for _, test := range []struct {
		cpus  int
		stats bool
		want  []Variant
	}{
		{0, false, Plain},
		{1, false, Plain},
		{2, false, []Variant{{Workers: 1}, {Workers: 2}}},
		{6, true, []Variant{{Workers: 1}, {Workers: 2}, {Workers: 4}, {Workers: 6}, {Workers: 1, Stats: true}}},
	} {
		if diff := cmp.Diff(test.want, Variants(test.cpus, test.stats)); diff != "" {
			t.Errorf("Variants(%d, %v):\n%s", test.cpus, test.stats, diff)
		}
	}
}
