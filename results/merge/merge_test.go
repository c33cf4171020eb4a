package merge_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/synthetic"
)

// timed is a session on a machine of which the base is so many ns and a kprobe
// adds its half, times factor.
func timed(cpu string, seed uint64, base, factor float64) *results.Recording {
	m := synthetic.Machine{
		Kernel:   "6.12.9-synthetic",
		Base:     map[string]float64{"task_rename": base},
		Overhead: map[string]float64{"kprobe": base / 2 * factor, "tracepoint": base / 4},
		Jitter:   0.01, CanaryJitter: 0.005, Layout: 0.2,
	}
	rec := m.Time(results.Plan{Seed: seed, Blocks: 14, Chunks: 20, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tracepoint"})}, synthetic.Interleaved)
	rec.Name = cpu + ".jsonl"
	rec.Header.Environment.CPU = cpu
	rec.Header.Started = rec.Header.Started.Add(time.Duration(seed) * time.Hour)
	return rec
}

func merged(t *testing.T, before, recs []*results.Recording) *merge.Report {
	t.Helper()
	r, err := merge.Recordings(before, recs)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ratioOf is that of an attach type.
func ratioOf(t *testing.T, all []merge.Ratio, attach string) merge.Ratio {
	t.Helper()
	i := slices.IndexFunc(all, func(r merge.Ratio) bool { return r.Attach == attach })
	if i < 0 {
		t.Fatalf("no ratio of %s", attach)
	}
	return all[i]
}

// TestMachinesStayApart: machines of 100, 300 and 900 ns have the same ratio,
// which no mean of their nanoseconds would show, and figures of their own.
func TestMachinesStayApart(t *testing.T) {
	r := merged(t, nil, []*results.Recording{timed("A", 1, 100, 1), timed("B", 2, 300, 1), timed("C", 3, 900, 1)})
	if len(r.Machines) != 3 || len(r.Warnings) != 0 || r.NewOverOld != nil {
		t.Fatalf("%+v", r)
	}
	for i, want := range []float64{50, 150, 450} {
		row := r.Machines[i].Rows[0]
		if row.Attach != "kprobe" || math.Abs(row.Overhead/want-1) > 0.03 || row.Lo > row.Overhead || row.Hi < row.Overhead {
			t.Errorf("machine %d: %+v, want %v ns", i, row, want)
		}
	}
	k := ratioOf(t, r.OverBase, "kprobe")
	for i, one := range k.Each {
		if row := r.Machines[i].Rows[0]; one.Machine != i+1 || one.Ratio != (row.Base+row.Overhead)/row.Base {
			t.Errorf("%+v of %+v", one, row)
		}
	}
	if k.Machines != 3 || len(k.Each) != 3 || math.Abs(k.Mean-1.5) > 0.01 || k.Least > k.Mean || k.Most < k.Mean {
		t.Errorf("%+v, want 1.5 of 3", k)
	}
}

// TestSessionsOfOneMachine: a machine with many sessions counts once.
func TestSessionsOfOneMachine(t *testing.T) {
	r := merged(t, nil, []*results.Recording{timed("A", 1, 100, 2), timed("A", 3, 100, 2), timed("A", 5, 100, 2), timed("B", 2, 100, 0.5)})
	if len(r.Machines) != 2 {
		t.Fatalf("%d machines, want 2", len(r.Machines))
	}
	a := r.Machines[0]
	if a.Sessions != 3 || a.Rows[0].Sessions != 3 || a.Last.Sub(a.First) != 4*time.Hour {
		t.Errorf("%+v", a)
	}
	// 2 and 1.25, and not three times 2 and once 1.25.
	if k := ratioOf(t, r.OverBase, "kprobe"); math.Abs(k.Mean-math.Sqrt(2*1.25)) > 0.02 || k.Machines != 2 {
		t.Errorf("%+v, want %v", k, math.Sqrt(2*1.25))
	}
}

// TestNewOverOld: twice as dear on one machine and half on the other is 1 by the
// geometric mean, whichever side is called old.
func TestNewOverOld(t *testing.T) {
	before := []*results.Recording{timed("A", 1, 100, 1), timed("B", 2, 300, 1)}
	after := []*results.Recording{timed("A", 3, 100, 2), timed("B", 4, 300, 0.5)}
	for _, c := range []struct{ before, after []*results.Recording }{{before, after}, {after, before}} {
		k := ratioOf(t, merged(t, c.before, c.after).NewOverOld, "kprobe")
		if k.Each[0].Machine != 1 || k.Each[1].Machine != 2 {
			t.Errorf("machines %+v", k.Each)
		}
		if k.Machines != 2 || math.Abs(k.Mean-1) > 0.03 || math.Abs(k.Most-2) > 0.05 || math.Abs(k.Least-0.5) > 0.03 {
			t.Errorf("%+v, want 1 from 0.5 to 2", k)
		}
	}
	// Another machine has no ratio, and is named.
	r := merged(t, before[:1], []*results.Recording{timed("C", 5, 100, 1)})
	if len(r.NewOverOld) != 0 || !strings.Contains(strings.Join(r.Warnings, "\n"), "not comparable") {
		t.Errorf("%+v", r)
	}
}

// TestLeftOut: what says nothing is named, and nothing at all is an error.
func TestLeftOut(t *testing.T) {
	good, twice, bad := timed("A", 1, 100, 1), timed("A", 1, 100, 1), timed("B", 2, 100, 1)
	twice.Name = "copy.jsonl"
	for i := range bad.Visits {
		if bad.Visits[i].Attach == "base2" {
			for j := range bad.Visits[i].Chunks {
				bad.Visits[i].Chunks[j] += 5000 // the two base arms differ
			}
		}
	}
	r := merged(t, nil, []*results.Recording{good, twice, bad})
	if len(r.Machines) != 1 || r.Machines[0].Sessions != 1 || len(r.Warnings) != 2 ||
		!strings.Contains(r.Warnings[0], "copy.jsonl: the same session as A.jsonl") || !strings.Contains(r.Warnings[1], "B.jsonl") {
		t.Errorf("%+v", r)
	}
	if _, err := merge.Recordings(nil, []*results.Recording{bad}); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("%v, want an invalid measurement", err)
	}
}
