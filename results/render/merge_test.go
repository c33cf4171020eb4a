package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/synthetic"
)

// machines is a report of everything there is: two machines by the clock, one
// of them with two sessions and old ones, counts, and recordings to leave out.
func machines(t *testing.T) *merge.Report {
	t.Helper()
	session := func(kernel string, seed uint64, kprobe float64) *results.Recording {
		m := synthetic.Noisy()
		m.Kernel, m.Overhead["kprobe"] = kernel, kprobe
		rec := m.Time(results.Plan{Seed: seed, Blocks: 14, Chunks: 60, Ops: 100,
			Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tracepoint"})}, synthetic.Interleaved)
		rec.Name = fmt.Sprintf("%s-%d.jsonl", kernel, seed)
		return rec
	}
	recs := []*results.Recording{session("6.12", 1, 110), session("6.12", 2, 115), session("6.18", 3, 200), exactly(), wide(), session("6.12", 1, 110)}
	r, err := merge.Recordings([]*results.Recording{session("6.12", 4, 100), session("6.18", 5, 210)}, recs)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRatioPlots draws what there is: by the clock what became of overheads, and
// of both metrics what an event costs with a probe.
func TestRatioPlots(t *testing.T) {
	r := machines(t)
	var names []string
	for _, p := range RatioPlots(r) {
		names = append(names, p.Name)
		var b bytes.Buffer
		if err := p.Write(&b, "svg"); err != nil {
			t.Fatal(err)
		}
		golden(t, p.Name+".svg", b.Bytes())
		for _, ratio := range r.OverBase {
			if p.Name == "ratios-time-empty" && ratio.Metric == results.Time && ratio.Handler == "empty" && ratio.Workers == 1 && !strings.Contains(p.Alt(), times(ratio.Mean)) {
				t.Errorf("%s: %q says nothing of %s", p.Name, p.Alt(), ratio.Arm)
			}
		}
	}
	want := []string{"changes-time-empty", "ratios-time-empty", "ratios-instructions-empty"}
	if !slices.Equal(names, want) {
		t.Errorf("plots %q, want %q", names, want)
	}
	dir := t.TempDir()
	if paths, err := DrawMerged(dir, r); err != nil || len(paths) != len(names)*len(DefaultPlotFormats())+1 {
		t.Errorf("%d files, error %v", len(paths), err)
	}
}

func TestMergedGolden(t *testing.T) {
	r := machines(t)
	for _, c := range []struct {
		file  string
		write func(io.Writer, *merge.Report) error
	}{{"merge.txt", Merged}, {"merge.md", MergedMarkdown}, {"merge.json", MergedJSON}} {
		var b bytes.Buffer
		if err := c.write(&b, r); err != nil {
			t.Fatal(err)
		}
		golden(t, c.file, b.Bytes())
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); c.file == "merge.txt" && n > wrap.Width {
				t.Errorf("%d columns: %s", n, line)
			}
		}
	}
}
