package analysis

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

// countOn counts on a synthetic kernel that lacks some attach types.
func countOn(release, arch string, hour int, lacks ...string) *results.Recording {
	m := synthetic.Exact()
	m.Kernel = release
	types := []string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint", "fentry", "tp_btf"}
	var has []string
	lacking := map[string]bool{}
	for _, name := range lacks {
		lacking[name] = true
	}
	for _, name := range types {
		if !lacking[name] {
			has = append(has, name)
		}
	}
	rec := m.Count(results.Plan{
		Seed: 1, Blocks: 3, Discard: 1, Chunks: 20, Ops: 1,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, has),
	})
	for _, name := range lacks {
		arm := results.Arm{Workload: "task_rename", Handler: "empty", Attach: name, Workers: 1}
		rec.Header.Missing = append(rec.Header.Missing, results.Missing{Arm: arm, Reason: "it lacks " + name})
	}
	rec.Header.Environment.Arch = arch
	rec.Header.Started = time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC)
	return rec
}

func matricesOf(t *testing.T, recs ...*results.Recording) []KernelMatrix {
	t.Helper()
	tables, err := AnalyzeAll(recs)
	if err != nil {
		t.Fatal(err)
	}
	return KernelMatrices(tables)
}

func names(m KernelMatrix) []string {
	var list []string
	for _, k := range m.Kernels {
		list = append(list, k.Name())
	}
	return list
}

func TestKernelMatrix(t *testing.T) {
	for _, c := range []struct {
		name string
		recs []*results.Recording
		want []string // columns
	}{
		{"by release", []*results.Recording{
			countOn("6.12.117-a", "amd64", 1), countOn("5.10.0-a", "amd64", 1), countOn("6.1.0-a", "amd64", 1),
		}, []string{"5.10", "6.1", "6.12"}},
		{"by architecture first", []*results.Recording{
			countOn("6.12.117-a", "arm64", 1), countOn("6.12.117-a", "amd64", 1), countOn("6.1.0-a", "arm64", 1),
		}, []string{"6.12 amd64", "6.1 arm64", "6.12 arm64"}},
		{"as long as tells them apart", []*results.Recording{
			countOn("6.12.117-b", "amd64", 1), countOn("6.12.117-a", "amd64", 1), countOn("6.1.0-a", "amd64", 1),
		}, []string{"6.1", "6.12.117-a", "6.12.117-b"}},
		{"the newest of one kernel", []*results.Recording{
			countOn("6.12.1-a", "amd64", 2), countOn("6.12.1-a", "amd64", 1), countOn("6.1.0-a", "amd64", 1),
		}, []string{"6.1", "6.12"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ms := matricesOf(t, c.recs...)
			if len(ms) != 1 {
				t.Fatalf("%d matrices", len(ms))
			}
			if diff := cmp.Diff(c.want, names(ms[0])); diff != "" {
				t.Error(diff)
			}
			for _, k := range ms[0].Kernels {
				if got := k.Header.Started.Hour(); k.Label == "6.12" && c.name == "the newest of one kernel" && got != 2 {
					t.Errorf("the recording of %d o'clock counts", got)
				}
			}
		})
	}
}

// TestKernelMatrixRows shows that attach types keep their order whichever
// kernel lacks some, and that a cell has the reason.
func TestKernelMatrixRows(t *testing.T) {
	m := matricesOf(t, countOn("5.10.0", "amd64", 1, "kprobe", "fentry"), countOn("6.1.0", "amd64", 1, "fentry"),
		countOn("6.12.0", "amd64", 1, "fentry", "raw_tracepoint"))[0]
	want := []string{"base", "kprobe", "tracepoint", "raw_tracepoint", "tp_btf", "fentry"}
	if diff := cmp.Diff(want, m.Subjects); diff != "" {
		t.Error(diff)
	}
	if r := m.Kernels[0].Row("kprobe"); r == nil || !r.NotMeasured || r.Reason != "it lacks kprobe" {
		t.Errorf("kprobe on 5.10: %+v", r)
	}
	if r := m.Kernels[2].Row("kprobe"); r == nil || r.Estimate == nil {
		t.Errorf("kprobe on 6.12: %+v", r)
	}
}

// TestNoKernelMatrix shows of what there is none.
func TestNoKernelMatrix(t *testing.T) {
	if ms := matricesOf(t, countOn("6.1.0", "amd64", 1)); ms != nil {
		t.Errorf("of one kernel: %+v", ms)
	}
	timed := countOn("6.12.0", "amd64", 1)
	timed.Header.Metric = results.Time
	if ms := matricesOf(t, countOn("6.1.0", "amd64", 1), timed); ms != nil {
		t.Errorf("of times: %+v", ms)
	}
}
