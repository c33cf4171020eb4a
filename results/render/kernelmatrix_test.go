package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

// kernels are counts on kernels of two architectures, of which one lacks an
// attach type, one a workload, and one does not count the same each time.
func kernels() []*results.Recording {
	workloads := []string{"task_rename", "fchmodat"}
	types := []string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint", "fentry"}
	var recs []*results.Recording
	for i, k := range []struct{ release, arch string }{
		{"6.12.9-cloud-amd64", "amd64"}, {"5.10.0-46-cloud-amd64", "amd64"},
		{"6.12.9-cloud-arm64", "arm64"}, {"7.3.4-cloud-arm64", "arm64"},
	} {
		m := synthetic.Exact()
		m.Kernel = k.release
		m.Overhead["kprobe"] += float64(10 * i)
		rec := m.Count(results.Plan{
			Seed: 3, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1,
			Arms: synthetic.Arms(workloads, []string{"empty"}, types),
		})
		rec.Header.Environment.Arch = k.arch
		recs = append(recs, rec)
	}
	without(recs[1], "fentry is new in Linux 5.11 | or so", func(a results.Arm) bool { return a.Attach == "fentry" })
	without(recs[2], "this kernel has no fchmodat", func(a results.Arm) bool { return a.Workload == "fchmodat" })
	for i, v := range recs[3].Visits {
		if v.Block == 2 && v.Attach == "tracepoint" {
			recs[3].Visits[i].Chunks = moved(v.Chunks)
		}
	}
	recs[0].Header.Warnings = []string{"something is doubtful"}
	return recs
}

// without makes arms some that a kernel lacks.
func without(rec *results.Recording, reason string, which func(results.Arm) bool) {
	plan := &rec.Header.Plan
	kept := plan.Arms[:0:0]
	for _, a := range plan.Arms {
		if which(a) {
			rec.Header.Missing = append(rec.Header.Missing, results.Missing{Arm: a, Reason: reason})
			continue
		}
		kept = append(kept, a)
	}
	plan.Arms = kept
	visits := rec.Visits[:0:0]
	for _, v := range rec.Visits {
		if !which(v.Arm) {
			visits = append(visits, v)
		}
	}
	rec.Visits = visits
}

// moved are chunks of one instruction more each.
func moved(chunks []int64) []int64 {
	out := make([]int64, len(chunks))
	for i, c := range chunks {
		out[i] = c + 1
	}
	return out
}

func kernelTables(t *testing.T) []analysis.Table {
	t.Helper()
	tables, err := analysis.AnalyzeAll(kernels())
	if tables == nil {
		t.Fatal(err)
	}
	return tables
}

func TestKernelMatrix(t *testing.T) {
	tables := kernelTables(t)
	var text, markdown bytes.Buffer
	if err := Summary(&text, tables); err != nil {
		t.Fatal(err)
	}
	golden(t, "kernels.txt", text.Bytes())
	if err := markdownViews(&markdown, summaryViews(tables)); err != nil {
		t.Fatal(err)
	}
	golden(t, "kernels.md", markdown.Bytes())
}

// TestKernelMatrixOfBuilds shows what of two objects is said by kernel: what has
// changed, and nothing of it twice.
func TestKernelMatrixOfBuilds(t *testing.T) {
	older := twoBuilds(results.Instructions)
	older.Header.Environment.Kernel = "6.1.0-builds"
	var b bytes.Buffer
	if err := Summary(&b, tables(t, twoBuilds(results.Instructions), older)); err != nil {
		t.Fatal(err)
	}
	golden(t, "kernels-builds.txt", b.Bytes())
}

// TestKernelMatrixFirst shows that a folder's table has the side by side view
// before each kernel's own.
func TestKernelMatrixFirst(t *testing.T) {
	var b bytes.Buffer
	if err := Table(&b, kernelTables(t)); err != nil {
		t.Fatal(err)
	}
	if at, own := strings.Index(b.String(), "over base, by kernel"), strings.Index(b.String(), "· instructions/event\n"); at < 0 || own < at {
		t.Errorf("the matrix is at %d, the first table of a kernel at %d:\n%s", at, own, &b)
	}
}

// TestSummaryOfOne shows that one kernel, and times, are shown as ever.
func TestSummaryOfOne(t *testing.T) {
	for _, recs := range [][]*results.Recording{{exactly()}, {good(), poor()}} {
		tables, err := analysis.AnalyzeAll(recs)
		if err != nil {
			t.Fatal(err)
		}
		var summary, table bytes.Buffer
		if err := Summary(&summary, tables); err != nil {
			t.Fatal(err)
		}
		if err := Table(&table, tables); err != nil {
			t.Fatal(err)
		}
		if summary.String() != table.String() {
			t.Errorf("the summary is another:\n%s", &summary)
		}
	}
}

// TestArchitectures shows that programs can tell two kernels of one release
// apart, as one builds them oneself.
func TestArchitectures(t *testing.T) {
	recs := kernels()
	for _, rec := range recs {
		rec.Header.Environment.Kernel = "6.12.9"
	}
	ts, err := analysis.AnalyzeAll([]*results.Recording{recs[0], recs[3]})
	if ts == nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ format, first, second string }{
		{"json", `"kernel":"6.12.9","workload":"task_rename","handler":"empty","attach":"kprobe","metric":"instructions/event","base":1047,"value":1408,"overhead":361`, `"arch":"arm64"`},
		{"csv", "reason,arch,mde\n", ",arm64,\n"},
		{"github", `"6.12.9 task_rename/empty/kprobe instructions"`, `"6.12.9-arm64 task_rename/empty/kprobe instructions"`},
		{"bencher", `"6.12.9 task_rename/empty/kprobe"`, `"6.12.9-arm64 task_rename/empty/kprobe"`},
		{"openmetrics", `kernel="6.12.9"`, `kernel="6.12.9-arm64"`},
	} {
		format, err := FormatNamed(f.format)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := format.Write(&b, ts); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.Contains(text, f.first) || !strings.Contains(text, f.second) {
			t.Errorf("%s: no %s, or no %s:\n%.600s", f.format, f.first, f.second, text)
		}
	}
}
