package analysis

import (
	"math"
	"slices"
	"testing"

	"github.com/probecost/probecost/results"
)

// TestCleanChunks is at the boundary: a canary that takes just as long as it
// may is good, the next number above is not.
func TestCleanChunks(t *testing.T) {
	v := results.Visit{
		ClockCost: 20,
		Chunks:    []int64{1020, 1120, 1220, 1320, 1420},
		Canaries:  []int64{100, 100, 120, 120, 121, 100},
	}
	want := []float64{1000, 1100 / 1.1, 1200 / 1.2}
	got := cleanChunks(v, 100)
	if len(got) != len(want) {
		t.Fatalf("clean: %v, want %v", got, want)
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("clean: %v, want %v", got, want)
		}
	}
	if got := cleanChunks(v, math.Nextafter(100, 0)); len(got) != 1 {
		t.Errorf("clean: %v, want the first alone", got)
	}
	if got := cleanChunks(v, math.NaN()); len(got) != 0 {
		t.Errorf("clean without any canary to judge by: %v", got)
	}
	v.Canaries[0], v.Canaries[1] = 0, -1
	if got := cleanChunks(v, 100); len(got) != 1 {
		t.Errorf("clean: %v next to canaries that took no time", got)
	}
	v.Canaries = nil
	if got := cleanChunks(v, 100); len(got) != 0 {
		t.Errorf("clean without canaries: %v", got)
	}
}

func TestFastestCanary(t *testing.T) {
	var canaries []int64
	for i := range int64(1001) {
		canaries = append(canaries, 1000+i)
	}
	canaries[0] = 1 // a clock that ran short once
	if got := fastestCanary([]results.Visit{{Canaries: canaries}}); math.Abs(got-1005) > 1e-9 {
		t.Errorf("%v, want 1005", got)
	}
	if got := fastestCanary(nil); !math.IsNaN(got) {
		t.Errorf("%v of nothing", got)
	}
}

// TestMinClean is at the boundary of the visits that count.
func TestMinClean(t *testing.T) {
	visit := func(n int) results.Visit {
		return results.Visit{EventsPerOp: 2, ClockCost: 20, Chunks: slices.Repeat([]int64{1020}, n),
			Canaries: slices.Repeat([]int64{100}, n+1)}
	}
	plan := results.Plan{Ops: 5}
	if r := readTime(plan, visit(minClean), 100); !r.counts || r.Value != 100 || r.Events != 10*minClean {
		t.Errorf("%d clean chunks: %+v", minClean, r)
	}
	if r := readTime(plan, visit(minClean-1), 100); r.counts {
		t.Errorf("%d clean chunks count", minClean-1)
	}
}

func TestMode(t *testing.T) {
	for _, c := range []struct {
		x            []int64
		value, times int
	}{{[]int64{3, 1, 3, 2}, 3, 2}, {[]int64{2, 2, 1, 1}, 1, 2}, {[]int64{5}, 5, 1}} {
		if v, n := mode(c.x); int(v) != c.value || n != c.times {
			t.Errorf("%v: %d × %d, want %d × %d", c.x, v, n, c.value, c.times)
		}
	}
}
