package render

import (
	"bytes"
	"testing"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchmath"
	"golang.org/x/perf/benchproc"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// readBench reads what Benchfmt writes, as benchstat does.
func readBench(t *testing.T, ts []analysis.Table) (out []*benchfmt.Result, units benchfmt.UnitMetadataMap) {
	t.Helper()
	var b bytes.Buffer
	if err := Benchfmt(&b, ts); err != nil {
		t.Fatal(err)
	}
	r := benchfmt.NewReader(&b, "bench.txt")
	for r.Scan() {
		switch rec := r.Result().(type) {
		case *benchfmt.Result:
			out = append(out, rec.Clone())
		case *benchfmt.SyntaxError:
			t.Fatal(rec)
		}
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return out, r.Units()
}

// TestBenchfmtProjects does what `benchstat -col /attach` does: a column for
// each attach type, and in it the median of its visits.
func TestBenchfmtProjects(t *testing.T) {
	ts := tables(t, good())
	rs, units := readBench(t, ts)
	var parser benchproc.ProjectionParser
	col, err := parser.Parse("/attach", nil)
	if err != nil {
		t.Fatal(err)
	}
	row, err := parser.Parse("/workload", nil)
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string][]float64{}
	for _, r := range rs {
		ns, ok := r.Value("ns/event")
		if !ok { // the reader tidies units
			sec, _ := r.Value("sec/event")
			ns = sec * 1e9
		}
		at := row.Project(r).Get(row.FlattenedFields()[0]) + "/" + col.Project(r).Get(col.FlattenedFields()[0])
		samples[at] = append(samples[at], ns)
	}
	if len(samples) != 3*7 {
		t.Errorf("%d columns, want 3 workloads × 7 attach types", len(samples))
	}
	for _, table := range ts {
		for _, r := range table.Rows {
			got := samples[r.Workload+"/"+r.Attach]
			if len(got) != len(r.Costs) {
				t.Errorf("%s: %d values of %d visits", r.Arm, len(got), len(r.Costs))
				continue
			}
			sum := benchmath.AssumeNothing.Summary(benchmath.NewSample(got, &benchmath.DefaultThresholds), 0.95)
			// The median of an arm is near its estimate, though it is another figure.
			if d := sum.Center - r.Estimate.Value; d > 3 || d < -3 {
				t.Errorf("%s: median %v, estimate %v", r.Arm, sum.Center, r.Estimate.Value)
			}
		}
	}
	if units.GetBetter("ns/event") != -1 {
		t.Error("less time is not better")
	}
}

func TestBenchfmtExact(t *testing.T) {
	rs, units := readBench(t, tables(t, exactly()))
	if units.GetAssumption(string(results.Instructions)) != benchmath.AssumeExact {
		t.Error("instructions are not exact")
	}
	for _, r := range rs {
		if string(r.Name) == "Probe/workload=task_rename/handler=empty/attach=kprobe" {
			if v, _ := r.Value("instructions/event"); v != 1408 {
				t.Errorf("%s: %v, want 1408", r.Name, v)
			}
			return
		}
	}
	t.Error("no kprobe")
}

// TestBenchfmtConfig checks that recordings of two kernels do not share a
// configuration, and that no line of it is broken.
func TestBenchfmtConfig(t *testing.T) {
	rec := poor()
	rec.Header.Environment.CPU = "two\nlines: of CPU "
	rs, _ := readBench(t, append(tables(t, good()), tables(t, rec)...))
	first, last := rs[0], rs[len(rs)-1]
	if a, b := first.GetConfig("kernel"), last.GetConfig("kernel"); a != "6.12.9-synthetic" || b != "6.18.44" {
		t.Errorf("kernels %q and %q", a, b)
	}
	if got := last.GetConfig("cpu"); got != "two lines: of CPU" {
		t.Errorf("cpu %q", got)
	}
}

func TestBenchWord(t *testing.T) {
	if got := benchWord("a b/c\td"); got != "a_b_c_d" {
		t.Errorf("%q", got)
	}
}
