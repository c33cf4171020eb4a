package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/render/figure"
	"github.com/probecost/probecost/results/synthetic"
)

// countOf is a recording of instructions with two handlers, one of which works.
func countOf(kernel string, attach ...string) *results.Recording {
	m := synthetic.Exact()
	m.Kernel, m.Work = kernel, map[string]float64{"fields": 300}
	for _, c := range kernel { // so that it moves
		m.Overhead["tracepoint"] += float64(c % 16)
	}
	return m.Count(results.Plan{
		Seed: 6, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1,
		Arms: synthetic.Arms([]string{"task_rename", "fchmodat"}, []string{"empty", "fields"},
			append([]string{"base", "base2"}, attach...)),
	})
}

// threeKernels are counts on kernels, the oldest one of which lacks an attach type.
// They come in another order than that of their versions.
func threeKernels() []*results.Recording {
	return []*results.Recording{
		countOf("6.12.9-a", "kprobe", "tracepoint", "fentry"), countOf("5.10.200", "kprobe", "tracepoint"), countOf("6.1.0-30", "kprobe", "tracepoint", "fentry"),
	}
}

func TestPlotsGolden(t *testing.T) {
	plots := Plots(everything(t))
	plots = append(plots, Plots(tables(t, countOf("6.12.9-a", "kprobe", "tracepoint", "fentry")), Stacked)...)
	plots = append(plots, Plots(tables(t, threeKernels()...), Kernels)...)
	for _, p := range plots {
		if p.Kind() == Strip && p.Name != "strip-6.18.44-fields" {
			continue // of many dots, as this one
		}
		t.Run(p.Name, func(t *testing.T) {
			var b bytes.Buffer
			if err := p.Write(&b, "svg"); err != nil {
				t.Fatal(err)
			}
			golden(t, p.Name+".svg", b.Bytes())
		})
	}
}

// TestPlotWords: title and facts say what, where, when and how often, and the
// words for those who do not see the plot have the figures of the table.
func TestPlotWords(t *testing.T) {
	ts := tables(t, append(recordings(), threeKernels()...)...)
	seen := map[Kind]bool{}
	for _, p := range Plots(ts) {
		seen[p.Kind()] = true
		facts := strings.Join(p.Facts(), " · ")
		for what, pattern := range map[string]string{
			"kernel": `Linux [0-9]`, "CPU": `CPU`, "architecture": `amd64`, "date": `2026-11-22`,
			"workers": `worker`, "blocks": `[0-9] blocks`, "chunks": `[0-9] chunks`,
		} {
			if !regexp.MustCompile(pattern).MatchString(facts) {
				t.Errorf("%s says nothing of the %s: %s", p.Name, what, facts)
			}
		}
		if !strings.Contains(p.Title(), "handler") && !strings.Contains(p.Title(), "own programs") {
			t.Errorf("%s: %s", p.Name, p.Title())
		}
		if !strings.HasPrefix(p.Alt(), p.Title()) || !regexp.MustCompile(`kprobe[^.]* [0-9]|fentry < 3`).MatchString(p.Alt()) && p.Name != "strip-6.18.44-fields" {
			t.Errorf("%s in words: %s", p.Name, p.Alt())
		}
	}
	for _, k := range tableKinds {
		if !seen[k.kind] {
			t.Errorf("no plot of the kind %s", k.kind)
		}
	}
}

// TestKernelPlot: kernels come by their versions, and where one lacks an
// attach type there is a gap.
func TestKernelPlot(t *testing.T) {
	plots := Plots(tables(t, threeKernels()...), Kernels)
	if len(plots) != 2 {
		t.Fatalf("%d plots, want one of each handler", len(plots))
	}
	panel := plots[0].figure.Drawing.(figure.Lines).Panels[0]
	var names []string
	for _, tick := range panel.Ticks {
		names = append(names, tick.Name)
	}
	if want := []string{"5.10", "6.1", "6.12"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	for _, s := range panel.Series {
		for i, p := range s.Points {
			if gap := s.Name == "fentry" && i == 0; math.IsNaN(p.Y) != gap {
				t.Errorf("%s on %s: %v", s.Name, names[i], p.Y)
			}
		}
	}
	if y := panel.Series[0].Points[2].Y; y != 361 {
		t.Errorf("%s %v, want 361", panel.Series[0].Name, y)
	}
}

// TestNoKernelPlot: neither of one kernel, nor of two machines.
func TestNoKernelPlot(t *testing.T) {
	other := countOf("6.1.0", "kprobe")
	other.Header.Environment.CPU = "another"
	for _, recs := range [][]*results.Recording{{countOf("6.12.9", "kprobe"), countOf("6.12.9", "kprobe")}, {countOf("6.12.9", "kprobe"), other}} {
		if plots := Plots(tables(t, recs...), Kernels); len(plots) > 0 {
			t.Errorf("%s of %s and %s", plots[0].Name, recs[0].Header.Environment.Kernel, recs[1].Header.Environment.Kernel)
		}
	}
}

// TestTimeByKernel: times of one machine are drawn, with a warning.
func TestTimeByKernel(t *testing.T) {
	newer := good()
	newer.Header.Environment.Kernel = "6.13.0"
	plots := Plots(tables(t, good(), newer), Kernels)
	if len(plots) != 1 || len(plots[0].Notes()) != 1 || !strings.Contains(plots[0].Notes()[0], "mitigations") {
		t.Errorf("%d plots", len(plots))
	}
}

// TestStackedPlot: the parts are the empty handler and what the other adds,
// also where that is less than nothing.
func TestStackedPlot(t *testing.T) {
	for _, work := range []float64{300, -50} {
		rec := countOf("6.12.9", "kprobe")
		for i, v := range rec.Visits {
			if v.Handler == "fields" && v.Attach == "kprobe" {
				for j := range v.Chunks {
					rec.Visits[i].Chunks[j] += int64(work) - 300
				}
			}
		}
		plots := Plots(tables(t, rec), Stacked)
		if len(plots) != 1 {
			t.Fatalf("%d plots", len(plots))
		}
		bar := plots[0].figure.Drawing.(figure.Bars).Panels[0].Bars[0]
		label := map[float64]string{300: "361 + 300", -50: "361 − 50"}[work]
		if !slices.Equal(bar.Parts, []float64{361, work}) || bar.Label != label {
			t.Errorf("%v, %q; want 361 and %v, %q", bar.Parts, bar.Label, work, label)
		}
	}
	alone := tables(t, exactly())
	if plots := Plots(alone, Stacked); len(plots) > 0 {
		t.Errorf("%s has one handler only", plots[0].Name)
	}
}

// TestStripPlot has all clean chunks, and the cost of the table.
func TestStripPlot(t *testing.T) {
	ts := tables(t, poor())
	p := Plots(ts, Strip)[0]
	strips := p.figure.Drawing.(figure.Strips)
	for i, row := range strips.Rows {
		s := strips.Panels[0].Strips[i]
		r := ts[0].Row(row.Name)
		// In this recording 12 blocks have 60 chunks each; those of blocks
		// that do not count are left out.
		if most := *r.CleanShare * 12 * 60; len(s.Values) < 8*r.Blocks || float64(len(s.Values)) > most+0.5 {
			t.Errorf("%s: %d values", row.Name, len(s.Values))
		}
		if r.Estimate != nil && s.Mark != r.Estimate.Value {
			t.Errorf("%s: the mark is at %v, the cost is %v", row.Name, s.Mark, r.Estimate.Value)
		}
		if r.Estimate == nil && (!math.IsNaN(s.Mark) || s.Label != "inconclusive") {
			t.Errorf("%s: %q at %v", row.Name, s.Label, s.Mark)
		}
	}
	if slices.ContainsFunc(strips.Rows, func(r figure.Row) bool { return r.Name == "kprobe" }) {
		t.Error("a strip of what was not measured")
	}
}

// TestPlotsOfHeader draws a recording that has a header alone.
func TestPlotsOfHeader(t *testing.T) {
	var rec results.Recording
	const header = `{"metric":"ns/event","plan":{"blocks":1,"chunks":1,"ops":1,"arms":[{"workload":"a","handler":"empty","attach":"base","workers":1},{"workload":"a","handler":"empty","attach":"kprobe","workers":1},{"workload":"a","handler":"fields","attach":"kprobe","workers":1}]}}`
	if err := json.Unmarshal([]byte(header), &rec.Header); err != nil {
		t.Fatal(err)
	}
	plots := Plots(tables(t, &rec))
	if len(plots) == 0 {
		t.Error("no plots")
	}
	for _, p := range plots {
		for _, f := range PlotFormats {
			drawnTwice(t, p, f.Name)
		}
	}
}

// drawnTwice gives the same bytes each time.
func drawnTwice(t *testing.T, p Plot, format string) {
	t.Helper()
	var b [2]bytes.Buffer
	for i := range b {
		if err := p.Write(&b[i], format); err != nil {
			t.Fatalf("%s.%s: %v", p.Name, format, err)
		}
	}
	if !bytes.Equal(b[0].Bytes(), b[1].Bytes()) || b[0].Len() == 0 {
		t.Errorf("%s.%s: %d bytes, then others", p.Name, format, b[0].Len())
	}
	if format == "svg" && bytes.Contains(b[0].Bytes(), []byte("NaN")) {
		t.Errorf("%s.%s holds NaN", p.Name, format)
	}
}

// TestKindsTwice draws a plot of each kind twice, in all formats.
func TestKindsTwice(t *testing.T) {
	plots := Plots(tables(t, append(threeKernels(), poor(), wide())...))
	plots = append(plots, TrendPlots(seriesOf(t, past(t, 60, "kprobe", "tracepoint")))...)
	drawn := map[Kind]bool{}
	for _, p := range plots {
		if drawn[p.Kind()] {
			continue
		}
		drawn[p.Kind()] = true
		for _, f := range PlotFormats {
			drawnTwice(t, p, f.Name)
		}
	}
	if len(drawn) != len(tableKinds)+1 {
		t.Errorf("drawn: %v", drawn)
	}
}

// TestPlotInline: a page has the title in words of its own.
func TestPlotInline(t *testing.T) {
	p := Plots(everything(t))[0]
	var b bytes.Buffer
	if err := p.Inline(&b, 700); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf(`aria-label="%s`, p.Title()); !strings.Contains(b.String(), want) || strings.Count(b.String(), p.Title()) > 1 {
		t.Errorf("%.300s", b.String())
	}
}

func TestCheckPlotFormats(t *testing.T) {
	if err := CheckPlotFormats([]string{"svg", "png", "pdf"}); err != nil {
		t.Error(err)
	}
	if err := CheckPlotFormats([]string{"svg", "gif"}); err == nil || !strings.Contains(err.Error(), `"gif": there are svg, png, pdf`) {
		t.Errorf("gif: %v", err)
	}
	if got := DefaultPlotFormats(); !slices.Equal(got, []string{"svg", "png"}) {
		t.Errorf("by default %q", got)
	}
}
