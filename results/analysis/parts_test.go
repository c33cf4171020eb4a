package analysis_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

func tablesOf(t *testing.T, rec *results.Recording) []analysis.Table {
	t.Helper()
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// TestStats has arms with bpf stats on beside those without.
func TestStats(t *testing.T) {
	m := calm()
	m.Stats, m.Body = 20, 5.5
	p := plan(30)
	with := arm("tracepoint")
	with.Stats = true
	p.Arms = append(p.Arms, with)
	table := only(t, m.Time(p, synthetic.Interleaved))
	if len(table.Stats) != 1 {
		t.Fatalf("%+v", table.Stats)
	}
	s := table.Stats[0]
	if s.Attach != "tracepoint" || !near(s.Cost, 20, 0.5) || s.Interval.Lo > 20 || s.Interval.Hi < 20 || s.Body != 5.5 {
		t.Errorf("%+v", s)
	}
	if r := table.Row("tracepoint"); r.Stats || !near(r.Estimate.Overhead, 33, 0.5) {
		t.Errorf("without: %+v", r.Estimate)
	}
	last := table.Rows[len(table.Rows)-1]
	if last.Label() != "tracepoint +stats" || !near(last.Estimate.Overhead, 53, 0.5) {
		t.Errorf("%s: %+v", last.Label(), last.Estimate)
	}
}

// TestScaling has workers that slow each other down, on CPUs of unequal speed.
func TestScaling(t *testing.T) {
	m := calm()
	m.Contention = 7
	p := plan(20)
	p.CPU, p.CPUs = 2, []int{0, 1, 2}
	for _, a := range slices.Clone(p.Arms) {
		a.Workers = 3
		p.Arms = append(p.Arms, a)
	}
	rec := m.Time(p, synthetic.Interleaved)
	for _, v := range rec.Visits {
		for _, other := range v.Others {
			for i := range other.Chunks { // two thirds of the speed
				other.Chunks[i] = (other.Chunks[i]-other.ClockCost)*3/2 + other.ClockCost
			}
			for i := range other.Canaries {
				other.Canaries[i] = other.Canaries[i] * 3 / 2
			}
		}
	}
	tables := tablesOf(t, rec)
	if len(tables) != 2 || len(tables[0].Run.Scaling) != 1 || len(tables[0].Run.Scaling[0].Tables) != 2 {
		t.Fatalf("%d tables, %+v", len(tables), tables[0].Run.Scaling)
	}
	s := tables[0].Run.Scaling[0]
	if got := s.Types(); !slices.Equal(got, []string{"tracepoint", "raw_tracepoint"}) {
		t.Errorf("types %v", got)
	}
	one, three := s.Tables[0].Row("tracepoint"), s.Tables[1].Row("tracepoint")
	if one.Workers != 1 || three.Workers != 3 {
		t.Errorf("%d and %d workers", one.Workers, three.Workers)
	}
	// Contention is in base as well. Of three CPUs, two take half as much
	// again: (1 + 3/2 + 3/2)/3 = 4/3.
	if !near(one.Estimate.Overhead, 33, 0.5) || !near(three.Estimate.Overhead, 33*4.0/3, 1) || !near(three.Estimate.Base, (140+14)*4.0/3, 3) {
		t.Errorf("%+v and %+v", one.Estimate, three.Estimate)
	}
	if ratio := *three.EventsPerS / *one.EventsPerS; !near(ratio, 7.0/3*173/187, 0.05) {
		t.Errorf("three workers do %v times as much", ratio)
	}
	if three.CleanShare == nil || *three.CleanShare != 1 {
		t.Errorf("clean share %v", three.CleanShare)
	}
}

func TestTimes(t *testing.T) {
	m := calm()
	m.Attach = map[string]float64{"tracepoint": 300e3, "raw_tracepoint": 4e3}
	got := only(t, m.Time(controlled(30), synthetic.Interleaved)).Run.Times
	if len(got) != 2 || got[0].Attach != "tracepoint" || got[0].Visits != 30 {
		t.Fatalf("%+v", got)
	}
	if a := got[0].Attached; a.Lo >= a.Value || a.Hi <= a.Value || !near(a.Value, 320e3, 20e3) {
		t.Errorf("%+v", a)
	}
	if d := got[0].Detach.Value / got[0].Attached.Value; !near(d, 10, 0.01) {
		t.Errorf("detaching takes %v times as long", d)
	}
	p := plan(3)
	p.Ops, p.Discard, p.Chunks = 1, 1, 200
	if got := only(t, synthetic.Exact().Count(p)).Run.Times; got != nil {
		t.Errorf("times where instructions were counted: %v", got)
	}
}

func TestCounters(t *testing.T) {
	m := calm()
	m.Counters = true
	got := only(t, m.Time(controlled(10), synthetic.Interleaved)).Counters
	want := []analysis.CounterRow{
		{"base", &analysis.Counted{Value: 280}, &analysis.Counted{Value: 420}, &analysis.Counted{Value: 10}, &analysis.Counted{Value: 12}},
		{"tracepoint", &analysis.Counted{Value: 66}, &analysis.Counted{Value: 99}, &analysis.Counted{}, &analysis.Counted{}},
		{"raw_tracepoint", &analysis.Counted{Value: 36}, &analysis.Counted{Value: 54}, &analysis.Counted{}, &analysis.Counted{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := only(t, calm().Time(plan(10), synthetic.Interleaved)).Counters; len(got) != 0 {
		t.Errorf("no counters, but %+v", got)
	}
}

// TestCountersOfSeveralWorkers has those of the first worker only.
func TestCountersOfSeveralWorkers(t *testing.T) {
	m := calm()
	m.Counters = true
	p := plan(10)
	p.CPUs = []int{0, 1, 2}
	for i := range p.Arms {
		p.Arms[i].Workers = 3
	}
	rows := only(t, m.Time(p, synthetic.Interleaved)).Counters
	if len(rows) != 3 || rows[0].KernelInstructions.Value != 280 || rows[1].KernelInstructions.Value != 66 {
		t.Errorf("%+v", rows)
	}
}

// TestCountersInconclusive loses most of the counters of base: what the others
// add to it is then not known, and never 0.
func TestCountersInconclusive(t *testing.T) {
	m := calm()
	m.Counters = true
	rec := m.Time(plan(10), synthetic.Interleaved)
	visits(rec, "base", func(v *results.Visit) {
		if v.Block >= 5 {
			v.Counters = nil
		}
	})
	rows := only(t, rec).Counters
	if len(rows) != 3 {
		t.Fatalf("%+v", rows)
	}
	for _, r := range rows {
		if r.KernelInstructions != nil || r.UserCycles != nil {
			t.Errorf("%s: %+v of 5 blocks", r.Label, r.KernelInstructions)
		}
	}
}

func TestCrossCheck(t *testing.T) {
	m := calm()
	p := plan(20)
	p.Arms = synthetic.Arms([]string{"task_rename", "bpf_trigger"}, []string{"empty"}, append(attachTypes, "kprobe"))
	rec := m.Time(p, synthetic.Interleaved)
	checks := tablesOf(t, rec)[0].Run.CrossCheck
	if len(checks) != 1 {
		t.Fatalf("%+v", checks)
	}
	c := checks[0]
	if c.Workload != "task_rename" || c.Types != 3 || len(c.Swapped) != 0 || c.Least.By > c.Most.By || math.Abs(c.Least.By) > 2 || math.Abs(c.Most.By) > 2 {
		t.Errorf("%+v", c)
	}
	for i, v := range rec.Visits {
		if v.Workload == "task_rename" && v.Attach == "tracepoint" {
			longer(&rec.Visits[i], 6000)
		}
	}
	c = tablesOf(t, rec)[0].Run.CrossCheck[0]
	if !slices.Equal(c.Swapped, []string{"tracepoint and kprobe"}) || c.Most.Attach != "tracepoint" || !near(c.Most.By, 60, 2) {
		t.Errorf("%+v", c)
	}
}
