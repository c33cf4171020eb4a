package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/synthetic"
)

// longNames is a recording of two builds of programs, on a machine, that have
// names as long as they may be; one is driven by a command with many words.
func longNames(metric results.Metric, seed uint64) *results.Recording {
	m := synthetic.Exact()
	m.Kernel, m.Jitter = "6.12.117-0-some-vendor-with-a-long-name-"+strings.Repeat("rt", 20), 0.002
	m.Base[results.Drive], m.Own = 5e6, map[string]float64{}
	var arms []results.Arm
	for _, object := range []string{"before-the-change", "after-the-change"} {
		for _, name := range []string{"handle_exec", "on_sys_enter_of_the_agent_that_watches_file_descriptors", strings.Repeat("x", 100)} {
			arm := results.Arm{Object: object, Program: name, Attach: "tracepoint"}
			m.Own[arm.Subject()] = 300.25
			arms = append(arms, arm)
		}
	}
	workload := "task_rename"
	plan := results.Plan{Seed: seed, Blocks: 40, Chunks: 60, Ops: 100, CPU: 1}
	if metric == results.CPUTime {
		workload, plan.Command = results.Drive, append([]string{"/usr/lib/" + strings.Repeat("folder/", 14) + "make"}, strings.Fields(strings.Repeat("--jobs 4 ", 12))...)
		plan.Chunks, plan.Ops = 1, 1
	}
	plan.Arms = synthetic.OwnArms(workload, arms...)
	rec := m.Time(plan, synthetic.Interleaved)
	if metric == results.Instructions {
		plan.Blocks, plan.Discard, plan.Ops = 3, 1, 1
		rec = m.Count(plan)
	}
	rec.Header.Metric, rec.Name = metric, fmt.Sprintf("%s-%d%s", strings.Repeat("machine/", 12), seed, results.Extension)
	for i := range rec.Visits {
		rec.Visits[i].Fired, rec.Visits[i].WallNS = 12345, 7e6
	}
	rec.Header.Environment.CPU = "AMD EPYC " + strings.Repeat("9", 90)
	rec.Header.Missing = []results.Missing{{
		Arm:    results.Arm{Workload: workload, Handler: results.Own, Attach: "fentry", Workers: 1, Object: "after-the-change", Program: strings.Repeat("y", 90)},
		Reason: "this kernel has no function " + strings.Repeat("z", 90),
	}}
	return synthetic.Builds(rec)
}

// manyTypes is a recording of more attach types than fit side by side.
func manyTypes() *results.Recording {
	m := synthetic.Noisy()
	types := []string{"base", "base2"}
	for i := range 14 {
		name := fmt.Sprintf("attach_type_%d", i)
		m.Overhead[name] = 100 * float64(i+1)
		types = append(types, name)
	}
	var arms []results.Arm
	for _, workers := range []int{1, 2, 4, 8, 16} {
		for _, arm := range synthetic.Arms([]string{"task_rename"}, []string{"fields"}, types) {
			arm.Workers = workers
			arms = append(arms, arm)
		}
	}
	return m.Time(results.Plan{Seed: 6, Blocks: 14, Chunks: 30, Ops: 100, CPUs: []int{0, 1, 2, 3, 4, 5, 6, 7}, Arms: arms}, synthetic.Interleaved)
}

// whole checks that a text fits, and that what its grids were made of can be put
// together again.
func whole(t *testing.T, text string, vs []view) {
	t.Helper()
	fits(t, text)
	for _, v := range vs {
		want := grid{v.Head, v.Rows}
		if diff := cmp.Diff(squeeze(want), squeeze(join(fit(want))), cmp.AllowUnexported(grid{})); diff != "" {
			t.Errorf("%s: -want +got:\n%s", v.Title, diff)
		}
	}
}

// join is the inverse of fit, but for spaces in names.
func join(grids []grid) grid {
	var all grid
	for i, g := range grids {
		whole := grid{head: g.head}
		for _, cells := range g.rows {
			if n := len(whole.rows); len(cells) > 1 && strings.Join(cells[1:], "") == "" {
				whole.rows[n-1][0] += cells[0]
				continue
			}
			whole.rows = append(whole.rows, slices.Clone(cells))
		}
		if i == 0 {
			all = whole
			continue
		}
		all.head = append(all.head, whole.head[1:]...)
		for j, cells := range whole.rows {
			all.rows[j] = append(all.rows[j], cells[1:]...)
		}
	}
	return all
}

// squeeze leaves out the spaces of names.
func squeeze(g grid) grid {
	out := grid{head: g.head}
	for _, cells := range g.rows {
		out.rows = append(out.rows, slices.Concat([]string{strings.Join(strings.Fields(cells[0]), "")}, cells[1:]))
	}
	return out
}

// comparedNames and mergedNames are reports of recordings with long names.
func comparedNames(t *testing.T) *compare.Report {
	t.Helper()
	r, err := compare.Recordings(longRecordings(1), longRecordings(2), compare.Options{Threshold: compare.Between})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mergedNames(t *testing.T) *merge.Report {
	t.Helper()
	r, err := merge.Recordings(longRecordings(1), longRecordings(2))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func longRecordings(seed uint64) []*results.Recording {
	return []*results.Recording{longNames(results.Time, seed), longNames(results.Instructions, seed)}
}

// TestLongNames: whatever is measured, and wherever, its tables fit a terminal,
// and no figure is lost for that.
func TestLongNames(t *testing.T) {
	ts := tables(t, longNames(results.Time, 1), longNames(results.CPUTime, 1), longNames(results.Instructions, 1), manyTypes())
	compared, merged := comparedNames(t), mergedNames(t)
	trend := seriesOf(t, past(t, 30, "kprobe", strings.Repeat("program_", 15)))
	for name, test := range map[string]struct {
		write func(io.Writer) error
		views []view
	}{
		"report":  {func(w io.Writer) error { return Table(w, ts) }, views(ts)},
		"compare": {func(w io.Writer) error { return Comparison(w, compared) }, compareViews(compared)},
		"merge":   {func(w io.Writer) error { return Merged(w, merged) }, mergeViews(merged)},
		"trend":   {func(w io.Writer) error { return Trend(w, trend) }, trendViews(trend)},
		"shares": {func(w io.Writer) error {
			return Shares(w, tables(t, longNames(results.Time, 1), manyTypes()), 123_456_789.123)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := test.write(&b); err != nil {
				t.Fatal(err)
			}
			if whole(t, b.String(), test.views); name == "report" {
				golden(t, "long.txt", b.Bytes())
			}
		})
	}
}
