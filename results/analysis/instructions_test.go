package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

func exactPlan() results.Plan {
	p := plan(3)
	p.Discard, p.Chunks, p.Ops = 1, 200, 1
	return p
}

func TestExact(t *testing.T) {
	table := only(t, synthetic.Exact().Count(exactPlan()))
	for attach, want := range map[string]float64{"base2": 0, "tracepoint": 407, "raw_tracepoint": 86} {
		e := table.Row(attach).Estimate
		if e.Overhead != want || e.Interval.Lo != want || e.Interval.Hi != want || e.Base != 1047 || e.Value != 1047+want {
			t.Errorf("%s: %+v, want overhead %v", attach, e, want)
		}
		if r := table.Row(attach); r.EventsPerS != nil || r.CleanShare != nil || r.Blocks != 2 {
			t.Errorf("%s: %+v", attach, r)
		}
	}
}

// TestRareModeIsEnough is at the boundary: 160 of 200 chunks agree.
func TestRareModeIsEnough(t *testing.T) {
	rec := synthetic.Exact().Count(exactPlan())
	for _, v := range rec.Visits {
		for i := range 38 {
			v.Chunks[i] += int64(i) + 1
		}
	}
	only(t, rec)
}

func TestNotDeterministic(t *testing.T) {
	find := func(rec *results.Recording, attach string, block int) []int64 {
		for _, v := range rec.Visits {
			if v.Attach == attach && v.Block == block {
				return v.Chunks
			}
		}
		panic("no such visit")
	}
	for _, c := range []struct {
		name, attach, expect string
		spoil                func(rec *results.Recording)
	}{
		{"mode is not the minimum", "tracepoint", "most chunks of block 1 have 1479 instructions, but one has 1478",
			func(rec *results.Recording) { find(rec, "tracepoint", 1)[7]-- }},
		{"the mode is too rare", "tracepoint", "only 79 % have 1479 instructions",
			func(rec *results.Recording) {
				for i := range 39 { // 2 of 200 were interrupted already, so 159 are left
					find(rec, "tracepoint", 1)[i] += int64(i) + 1
				}
			}},
		{"another block disagrees", "raw_tracepoint", "block 1 has 1133 instructions/event, but block 2 has 1134",
			func(rec *results.Recording) {
				for i := range find(rec, "raw_tracepoint", 2) {
					find(rec, "raw_tracepoint", 2)[i]++
				}
			}},
		{"base", "base", "block 1 have 1072 instructions, but one has 1071",
			func(rec *results.Recording) { find(rec, "base", 1)[7]-- }},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := synthetic.Exact().Count(exactPlan())
			c.spoil(rec)
			tables, err := analysis.Analyze(rec)
			var d *analysis.DeterminismError
			if !errors.Is(err, analysis.ErrNotDeterministic) || !errors.As(err, &d) || d.Arm != arm(c.attach) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(err.Error(), c.expect) {
				t.Errorf("error %q, want %q", err, c.expect)
			}
			for _, r := range tables[0].Rows {
				bad := r.Attach == c.attach || c.attach == "base"
				if bad != (r.Estimate == nil) || bad != strings.HasPrefix(r.Reason, "not deterministic: ") {
					t.Errorf("%s: %+v", r.Attach, r)
				}
			}
		})
	}
}

// TestFewLeftOut is at the boundary: of 40 of 200 chunks the program may have
// been left out, as the others agree.
func TestFewLeftOut(t *testing.T) {
	for name, leaveOut := range map[string]func(v *results.Visit, n uint64){
		"recursion": func(v *results.Visit, n uint64) { v.Recursion = n },
		"missed":    func(v *results.Visit, n uint64) { v.Attached = &results.Attached{Missed: n} },
	} {
		for n, blocks := range map[uint64]int{40: 2, 41: 0} {
			rec := synthetic.Exact().Count(exactPlan())
			visits(rec, "tracepoint", func(v *results.Visit) { leaveOut(v, n) })
			if got := only(t, rec).Row("tracepoint").Blocks; got != blocks {
				t.Errorf("%s, %d left out: %d blocks count, want %d", name, n, got, blocks)
			}
		}
	}
}
