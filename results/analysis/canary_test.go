package analysis

import (
	"math"
	"slices"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// at is a CPU on which a canary takes 100 ns and may take limit.
func at(limit float64) pace { return pace{limit: limit, usual: 100} }

// TestCleanChunks is at the boundary: a canary that takes just as long as it
// may is good, the next number above is not.
func TestCleanChunks(t *testing.T) {
	v := results.Timing{
		ClockCost: 20,
		Chunks:    []int64{1020, 1120, 1220, 1320, 1420},
		Canaries:  []int64{100, 100, 120, 120, 121, 100},
	}
	want := []float64{1000, 1100 / 1.1, 1200 / 1.2}
	got := cleanChunks(v, at(120))
	if len(got) != len(want) {
		t.Fatalf("clean: %v, want %v", got, want)
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("clean: %v, want %v", got, want)
		}
	}
	if got := cleanChunks(v, at(math.Nextafter(120, 0))); len(got) != 1 {
		t.Errorf("clean: %v, want the first alone", got)
	}
	if got := cleanChunks(v, pace{math.NaN(), math.NaN(), 0}); len(got) != 0 {
		t.Errorf("clean without any canary to judge by: %v", got)
	}
	v.Canaries[0], v.Canaries[1] = 0, -1
	if got := cleanChunks(v, at(120)); len(got) != 1 {
		t.Errorf("clean: %v next to canaries that took no time", got)
	}
	v.Canaries = nil
	if got := cleanChunks(v, at(120)); len(got) != 0 {
		t.Errorf("clean without canaries: %v", got)
	}
}

func TestPace(t *testing.T) {
	var canaries []int64
	for i := range int64(1001) {
		canaries = append(canaries, 1000+i)
	}
	canaries[0] = 1 // a clock that ran short once
	rec := &results.Recording{Visits: []results.Visit{{Canaries: canaries}}}
	p := paces(rec)[paceKey{0, 0}]
	if math.Abs(p.limit-1005*canary.Within) > 1e-9 {
		t.Errorf("limit %v, want 1005 × %v", p.limit, canary.Within)
	}
	if want := (1001.0 + 1206) / 2 * 206 / 207; math.Abs(p.usual-want) > 0.1 {
		t.Errorf("usual %v, want %v", p.usual, want)
	}
	rec.Visits[0].Canaries = nil
	if p := paces(rec)[paceKey{0, 0}]; !math.IsNaN(p.limit) || p.unsure != 0 {
		t.Errorf("%+v of nothing", p)
	}
}

// TestUnsure holds the uncertainty of a speed against figures by hand.
func TestUnsure(t *testing.T) {
	for _, c := range []struct {
		name   string
		speeds []float64
		want   float64
	}{
		{"steady", []float64{100, 100, 100, 100, 100, 100}, 0},
		{"too few to tell", []float64{100, 102, 99, 101, 100}, 0},
		// r < 0: eight independent values with a deviation of 2.138.
		{"fast", []float64{102, 98, 102, 98, 102, 98, 102, 98}, z95 * 2.138090 / math.Sqrt(8) / 100},
		// r₁ = 5/8, raised to the limit: worth one value.
		{"one step", []float64{102, 102, 102, 102, 98, 98, 98, 98}, z95 * 2.138090 / 100},
	} {
		if got := unsure(c.speeds); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestMinClean is at the boundary of the visits that count.
func TestMinClean(t *testing.T) {
	visit := func(n int) results.Visit {
		return results.Visit{EventsPerOp: 2, ClockCost: 20, Chunks: slices.Repeat([]int64{1020}, n),
			Canaries: slices.Repeat([]int64{100}, n+1)}
	}
	plan := results.Plan{Ops: 5}
	paces := map[paceKey]pace{{}: at(120)}
	if r := readTime(plan, visit(canary.Enough), paces); !r.counts || r.Value != 100 || r.Events != 10*canary.Enough {
		t.Errorf("%d clean chunks: %+v", canary.Enough, r)
	}
	if r := readTime(plan, visit(canary.Enough-1), paces); r.counts {
		t.Errorf("%d clean chunks count", canary.Enough-1)
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
