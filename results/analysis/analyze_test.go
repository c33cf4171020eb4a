package analysis_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

var attachTypes = []string{"base", "base2", "tracepoint", "raw_tracepoint"}

func plan(blocks int) results.Plan {
	return results.Plan{
		Seed: 1, Blocks: blocks, Chunks: 40, Ops: 100,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, attachTypes),
	}
}

// only analyses a recording that gives one table.
func only(t *testing.T, rec *results.Recording) analysis.Table {
	t.Helper()
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 1 {
		t.Fatalf("%d tables, want 1", len(tables))
	}
	return tables[0]
}

func arm(attach string) results.Arm {
	return results.Arm{Workload: "task_rename", Handler: "empty", Attach: attach, Workers: 1}
}

func names(t analysis.Table) (ns []string) {
	for _, r := range t.Rows {
		ns = append(ns, r.Attach)
	}
	return ns
}

// TestTruth holds the analysis against a noisy machine whose overheads are
// known: with drift, a CPU of two speeds, spikes and luck.
func TestTruth(t *testing.T) {
	m := synthetic.Noisy()
	var bias = map[string]float64{}
	const runs = 40
	for seed := range runs {
		p := plan(30)
		p.Seed = uint64(seed)
		table := only(t, m.Time(p, synthetic.Interleaved))
		for _, r := range table.Rows[1:] {
			bias[r.Attach] += (r.Estimate.Overhead - m.Overhead[r.Attach]*m.Usual()) / runs
		}
	}
	for attach, b := range bias {
		t.Logf("%s: bias %+.2f ns", attach, b)
		// Noise is a share of the duration, so it grows with the overhead.
		if math.Abs(b) > 0.5 {
			t.Errorf("%s: bias %+.2f ns", attach, b)
		}
	}
}

// TestSequentialIsBiased is the test of the test: the same machine, measured
// arm after arm, gives the drift for an overhead.
func TestSequentialIsBiased(t *testing.T) {
	m := synthetic.Noisy()
	table := only(t, m.Time(plan(30), synthetic.Sequential))
	if b := table.Row("raw_tracepoint").Estimate.Overhead - m.Overhead["raw_tracepoint"]*m.Usual(); b < 3 {
		t.Errorf("bias %+.2f ns, want most of the drift of %v", b, m.Drift)
	}
}

func TestFigures(t *testing.T) {
	m := synthetic.Noisy()
	table := only(t, m.Time(plan(60), synthetic.Interleaved))
	base, aa, tp := table.Row("base"), table.Row("base2"), table.Row("tracepoint")
	if base.Estimate.Overhead != 0 || base.Estimate.Interval != nil {
		t.Errorf("base has an overhead: %+v", base.Estimate)
	}
	if base.Estimate.Value != tp.Estimate.Base || math.Abs(base.Estimate.Value-268*m.Usual()) > 6 {
		t.Errorf("base costs %v, and is %v to tracepoint", base.Estimate.Value, tp.Estimate.Base)
	}
	if i := aa.Estimate.Interval; i.Lo > 0 || i.Hi < 0 {
		t.Errorf("the A/A interval excludes 0: %+v", i)
	}
	if got := tp.Estimate.Value - tp.Estimate.Base - tp.Estimate.Overhead; math.Abs(got) > 1e-9 {
		t.Errorf("value − base − overhead = %v", got)
	}
	// Half of the time at 1/1.7 of the speed, and spikes on top.
	if eps := *tp.EventsPerS; eps < 1.5e6 || eps > 3.1e6 {
		t.Errorf("%v events/s", eps)
	}
	if s := *tp.CleanShare; s < 0.3 || s > 0.8 {
		t.Errorf("clean share %v", s)
	}
	if tp.Blocks < 30 || tp.Blocks > 60 || len(tp.Costs) < tp.Blocks {
		t.Errorf("%d blocks of 60, %d costs", tp.Blocks, len(tp.Costs))
	}
}

// TestThroughput counts all of a visit: half of it at half the speed.
func TestThroughput(t *testing.T) {
	p := plan(6)
	p.Chunks = 20
	rec := synthetic.Machine{Base: map[string]float64{"task_rename": 100}}.Time(p, synthetic.Interleaved)
	for _, v := range rec.Visits {
		for i := range v.Chunks {
			v.Chunks[i] = 10_000 << (i % 2)
		}
	}
	if got := *only(t, rec).Row("tracepoint").EventsPerS; math.Abs(got-1e9/150) > 1e-6 {
		t.Errorf("%v events/s, want %v", got, 1e9/150)
	}
}

func TestEventsPerOp(t *testing.T) {
	m := synthetic.Machine{
		Base:     map[string]float64{"task_rename": 100},
		Overhead: map[string]float64{"tracepoint": 50}, EventsPerOp: 3,
	}
	e := only(t, m.Time(plan(6), synthetic.Interleaved)).Row("tracepoint").Estimate
	if math.Abs(e.Overhead-50) > 0.01 || math.Abs(e.Base-100) > 0.01 {
		t.Errorf("base %v, overhead %v, want 100 and 50", e.Base, e.Overhead)
	}
}

func TestRowOrder(t *testing.T) {
	p := plan(6)
	slices.Reverse(p.Arms)
	rec := synthetic.Noisy().Time(p, synthetic.Interleaved)
	rec.Header.Missing = []results.Missing{{Arm: arm("kprobe"), Reason: "no kprobes"}}
	table := only(t, rec)
	want := []string{"base", "base2", "raw_tracepoint", "tracepoint", "kprobe"}
	if got := names(table); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if r := table.Row("kprobe"); r.Estimate != nil || r.EventsPerS != nil || r.Reason != "no kprobes" || !r.NotMeasured {
		t.Errorf("missing row has figures: %+v", r)
	}
}

func TestTablesByWorkloadAndHandler(t *testing.T) {
	p := plan(6)
	p.Arms = synthetic.Arms([]string{"task_rename", "fchmodat"}, []string{"empty", "fields"}, attachTypes)
	tables, err := analysis.Analyze(synthetic.Noisy().Time(p, synthetic.Interleaved))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, table := range tables {
		got = append(got, table.Workload+" "+table.Handler)
	}
	want := []string{"task_rename empty", "task_rename fields", "fchmodat empty", "fchmodat fields"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestDiscard(t *testing.T) {
	p := plan(8)
	p.Discard = 2
	rec := synthetic.Noisy().Time(p, synthetic.Interleaved)
	for _, v := range rec.Visits {
		if v.Block < 2 {
			for i := range v.Chunks {
				v.Chunks[i] *= 100
			}
		}
	}
	r := only(t, rec).Row("tracepoint")
	if r.Blocks > 6 || r.Estimate != nil && math.Abs(r.Estimate.Overhead-60) > 10 {
		t.Errorf("discarded blocks count: %+v", r)
	}
}

// TestTooFewBlocks is at the boundary: six blocks have an interval, five not.
func TestTooFewBlocks(t *testing.T) {
	m := synthetic.Machine{Base: map[string]float64{"task_rename": 100}}
	if r := only(t, m.Time(plan(6), synthetic.Interleaved)).Row("tracepoint"); r.Estimate == nil || r.Blocks != 6 {
		t.Errorf("6 blocks: %+v", r)
	}
	table := only(t, m.Time(plan(5), synthetic.Interleaved))
	for _, r := range table.Rows {
		if r.Estimate != nil || !strings.HasPrefix(r.Reason, "inconclusive: only 5 blocks") {
			t.Errorf("5 blocks: %+v", r)
		}
		if r.EventsPerS == nil || r.CleanShare == nil {
			t.Errorf("%s: what is known is not told", r.Attach)
		}
	}
}

// TestOneBaseIsEnough drops every visit of one base arm, and then those of
// the other too.
func TestOneBaseIsEnough(t *testing.T) {
	m := synthetic.Machine{Base: map[string]float64{"task_rename": 100}, Overhead: map[string]float64{"tracepoint": 7}}
	for _, c := range []struct {
		gone string
		want bool
	}{{"base", true}, {"base2", true}, {"base base2", false}} {
		rec := m.Time(plan(8), synthetic.Interleaved)
		rec.Visits = slices.DeleteFunc(rec.Visits, func(v results.Visit) bool {
			return slices.Contains(strings.Fields(c.gone), v.Attach)
		})
		if got := only(t, rec).Row("tracepoint").Estimate != nil; got != c.want {
			t.Errorf("without %s: estimate %v, want %v", c.gone, got, c.want)
		}
	}
}

func TestSameVisitTwice(t *testing.T) {
	rec := synthetic.Noisy().Time(plan(6), synthetic.Interleaved)
	rec.Visits = append(rec.Visits, rec.Visits[0])
	if _, err := analysis.Analyze(rec); err == nil || !strings.Contains(err.Error(), "two visits of") {
		t.Errorf("error %v", err)
	}
}
