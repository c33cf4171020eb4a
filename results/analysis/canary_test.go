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
		Chunks:   []int64{1, 2, 3, 4},
		Canaries: []int64{100, 105, 105, 106, 100},
	}
	if got := cleanChunks(v, 105); !slices.Equal(got, []float64{1, 2}) {
		t.Errorf("clean: %v, want 1 and 2", got)
	}
	if got := cleanChunks(v, math.Nextafter(105, 0)); len(got) != 0 {
		t.Errorf("clean: %v, want none", got)
	}
	if got := cleanChunks(v, math.NaN()); len(got) != 0 {
		t.Errorf("clean without any canary to judge by: %v", got)
	}
	v.Canaries = nil
	if got := cleanChunks(v, 105); len(got) != 0 {
		t.Errorf("clean without canaries: %v", got)
	}
}

func TestSlowestClean(t *testing.T) {
	var canaries []int64
	for i := range int64(1001) {
		canaries = append(canaries, 1000+i)
	}
	canaries[0] = 1 // a clock that ran short once
	if got, want := slowestClean([]results.Visit{{Canaries: canaries}}), 1005*1.05; math.Abs(got-want) > 1e-9 {
		t.Errorf("%v, want %v", got, want)
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
