package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what was rendered with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what it was (-was +is; go test -update if it should be):\n%s", path, diff)
	}
}

// good is a recording of all attach types, by the clock.
func good() *results.Recording {
	return synthetic.Noisy().Time(results.Plan{
		Seed: 1, Blocks: 30, Chunks: 60, Ops: 100, CPU: 1,
		Arms: synthetic.Arms([]string{"task_rename", "urandom_read", "fchmodat"}, []string{"empty"},
			[]string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint", "fentry", "tp_btf"}),
	}, synthetic.Interleaved)
}

// wide is a recording with all that may be asked for beside the main job: the
// positive control, several workers, bpf stats, hardware counters, the
// workload that others are checked against, and a machine that was changed.
func wide() *results.Recording {
	m := synthetic.Noisy()
	m.Base["bpf_trigger"] = 3
	m.Slow, m.Spin, m.Contention, m.Stats, m.Body, m.Counters = 0, 50, 4, 20, 5.5, true
	m.Kernel = "6.12.9-wide"
	m.Attach = map[string]float64{"kprobe": 14e6, "tracepoint": 320e3, "raw_tracepoint": 4.2e3}
	types := []string{"base", "base2", "spin", "kprobe", "tracepoint", "raw_tracepoint"}
	arms := synthetic.Arms([]string{"task_rename", "bpf_trigger"}, []string{"count"}, types)
	for _, arm := range arms[:len(types)] {
		for _, workers := range []int{2, 4} {
			arm.Workers = workers
			arms = append(arms, arm)
		}
	}
	for _, arm := range arms[3:len(types)] {
		arm.Stats = true
		arms = append(arms, arm)
	}
	rec := m.Time(results.Plan{
		Seed: 5, Blocks: 16, Chunks: 30, Ops: 100, CPU: 1, CPUs: []int{0, 1, 2, 3}, Precision: 2, Arms: arms,
	}, synthetic.Interleaved)
	rec.Visits[7].Migrated = true
	changed := rec.Header.Environment
	changed.Governor = "powersave"
	rec.End.Environment = &changed
	return rec
}

// poor is a recording in which everything that can be amiss is: an attach
// type that is missing, one with too few blocks, one that costs nothing, and
// words that would break a format.
func poor() *results.Recording {
	m := synthetic.Noisy()
	m.Kernel, m.Overhead["fentry"] = "6.18.44", 0.2
	rec := m.Time(results.Plan{
		Seed: 2, Blocks: 12, Chunks: 60, Ops: 100, CPU: 1,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"fields"},
			[]string{"base", "base2", "tracepoint", "raw_tracepoint", "fentry"}),
	}, synthetic.Interleaved)
	visits := rec.Visits[:0]
	for _, v := range rec.Visits {
		if v.Attach != "raw_tracepoint" || v.Block < 3 {
			visits = append(visits, v)
		}
	}
	rec.Visits, rec.End = visits, nil
	e := &rec.Header.Environment
	e.CPU, e.Hypervisor = "Virtual | CPU <v1> *fast*, with a name that no line is long enough for", true
	rec.Header.Missing = []results.Missing{{
		Arm:    results.Arm{Workload: "task_rename", Handler: "fields", Attach: "kprobe", Workers: 1},
		Reason: "this kernel has no kprobes | CONFIG_KPROBES is not set: use `probecost count --kernel 6.12`, \"quoted\"",
	}}
	rec.Header.Warnings = []string{"this is a virtual machine: the host may slow the CPU at any moment; prefer bare metal"}
	return rec
}

// exactly is a recording of instructions.
func exactly() *results.Recording {
	rec := synthetic.Exact().Count(results.Plan{
		Seed: 3, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1,
		Arms: synthetic.Arms([]string{"task_rename", "fchmodat"}, []string{"empty"},
			[]string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint", "tp_btf"}),
	})
	rec.Header.Missing = []results.Missing{{
		Arm:    results.Arm{Workload: "fchmodat", Handler: "empty", Attach: "fentry", Workers: 1},
		Reason: "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF is not set)",
	}}
	return rec
}

// twoBuilds is a recording of two objects, in which everything becomes of a program
// that can.
func twoBuilds(metric results.Metric) *results.Recording {
	m := synthetic.Exact()
	m.Kernel, m.Own = "6.12.9-builds", map[string]float64{}
	var arms []results.Arm
	for _, object := range []string{"old", "new"} {
		for i, name := range []string{"handle_exec", "handle_exit", "handle_fork"} {
			arm := results.Arm{Object: object, Program: name, Attach: "kprobe"}
			if m.Own[arm.Subject()] = 300; object == "new" {
				m.Own[arm.Subject()] += []float64{12, -12, 0}[i]
			}
			arms = append(arms, arm)
		}
	}
	arms = append(arms, results.Arm{Object: "new", Program: "handle_open", Attach: "tracepoint"})
	plan := results.Plan{Seed: 4, Blocks: 40, Chunks: 100, Ops: 100, CPU: 1, Arms: synthetic.OwnArms("task_rename", arms...)}
	var rec *results.Recording
	if metric == results.Time {
		m.Jitter = 0.002
		rec = synthetic.Builds(m.Time(plan, synthetic.Interleaved))
	} else {
		plan.Blocks, plan.Discard, plan.Ops = 3, 1, 1
		rec = synthetic.Builds(m.Count(plan))
	}
	for _, object := range []string{"old", "new"} {
		rec.Header.Missing = append(rec.Header.Missing, results.Missing{
			Arm:    results.Arm{Workload: "task_rename", Handler: results.Own, Attach: "fentry", Workers: 1, Object: object, Program: "handle_open_at"},
			Reason: "this kernel has no do_sys_openat3",
		})
	}
	return rec
}

func tables(t testing.TB, recs ...*results.Recording) []analysis.Table {
	t.Helper()
	ts, err := analysis.AnalyzeAll(recs)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// everything is one of each.
func everything(t testing.TB) []analysis.Table { return tables(t, recordings()...) }

func recordings() []*results.Recording {
	return []*results.Recording{good(), poor(), wide(), exactly(), twoBuilds(results.Time), twoBuilds(results.Instructions)}
}

func TestGolden(t *testing.T) {
	for _, f := range Formats {
		if f.File == PageFile {
			continue // see TestPageGolden
		}
		t.Run(f.Name, func(t *testing.T) {
			var b bytes.Buffer
			if err := f.Write(&b, everything(t)); err != nil {
				t.Fatal(err)
			}
			file := f.File
			if file == "" {
				file = "export-" + f.Name
			}
			golden(t, file, b.Bytes())
		})
	}
}

// TestTableFits checks that no line is wider than a terminal, but for words
// that are.
func TestTableFits(t *testing.T) {
	var b bytes.Buffer
	if err := Table(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > wrap.Width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// TestNothing renders no tables at all, as of a recording without arms.
func TestNothing(t *testing.T) {
	for _, f := range Formats {
		var b bytes.Buffer
		if err := f.Write(&b, nil); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	if ps := Plots(nil); len(ps) != 0 {
		t.Errorf("plots of nothing: %v", ps)
	}
}

// TestNoFigures renders a recording in which nothing can be estimated.
func TestNoFigures(t *testing.T) {
	rec := good()
	rec.Visits, rec.End = rec.Visits[:3], nil
	ts := tables(t, rec)
	for _, f := range Formats {
		var b bytes.Buffer
		if err := f.Write(&b, ts); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	for _, p := range Plots(ts) {
		drawnTwice(t, p, "svg")
	}
}

func TestFormatNamed(t *testing.T) {
	if f, err := FormatNamed("csv"); err != nil || f.File != "rows.csv" {
		t.Errorf("csv: %v, %v", f.File, err)
	}
	if _, err := FormatNamed("xml"); err == nil || !strings.Contains(err.Error(), "table, markdown") {
		t.Errorf("xml: %v", err)
	}
}
