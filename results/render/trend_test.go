package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/render/figure"
)

// past is a history of n sessions with a step in one of three attach types, a
// new kernel, and two last sessions that cost more, as lines of a file.
func past(t testing.TB, n int, attach ...string) []byte {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for i := range n {
		s := history.Session{
			Schema: history.Schema, ID: fmt.Sprint(i), Metric: results.Time, Fingerprint: "a", Kernel: "6.12.9", Probecost: "v1", Handlers: "h",
			Started: time.Date(2026, 1, 1, 12*i, 0, 0, 0, time.UTC),
			Machine: history.Machine{CPU: "Some | CPU", Arch: "amd64", Virtual: true},
		}
		if i >= n/3 {
			s.Kernel = "6.12.10"
			s.Fingerprint = "b"
		}
		for j, name := range attach {
			x := float64(100/(j+1)) + 0.4*rng.NormFloat64()
			if i >= n/2 && j == 0 || i >= n-2 && j == 1 {
				x += 7
			}
			s.Figures = append(s.Figures, history.Figure{
				Arm:  results.Arm{Workload: "task_rename", Handler: "empty", Attach: name, Workers: 1},
				Base: 264, Overhead: x, Lo: x - 1, Hi: x + 1,
			})
		}
		if err := enc.Encode(map[string]any{"session": s}); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// seriesOf reads a history.
func seriesOf(t testing.TB, data []byte) []history.Series {
	t.Helper()
	var h history.History
	if err := h.Read("history", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	h.Pinned = []string{"30"}
	return h.Series()
}

func TestTrendGolden(t *testing.T) {
	all := seriesOf(t, past(t, 60, "kprobe", "tracepoint", "raw_tracepoint"))
	for name, write := range map[string]func(io.Writer, []history.Series) error{"trend.txt": Trend, "trend.md": TrendMarkdown} {
		var b bytes.Buffer
		if err := write(&b, all); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); name == "trend.txt" && n > wrap.Width {
				t.Errorf("%d columns: %s", n, line)
			}
		}
	}
	plots := TrendPlots(all)
	if len(plots) != 1 {
		t.Fatalf("%d plots", len(plots))
	}
	var b bytes.Buffer
	if err := plots[0].Write(&b, "svg"); err != nil {
		t.Fatal(err)
	}
	golden(t, plots[0].Name+".svg", b.Bytes())
}

// TestTrendOfLittle draws one session, and none.
func TestTrendOfLittle(t *testing.T) {
	for _, n := range []int{0, 1, 2} {
		all := seriesOf(t, past(t, n, "kprobe"))
		var b bytes.Buffer
		if err := Trend(&b, all); err != nil || b.Len() == 0 {
			t.Errorf("%d sessions: %v", n, err)
		}
		for _, p := range TrendPlots(all) {
			b.Reset()
			if err := p.Write(&b, "svg"); err != nil || bytes.Contains(b.Bytes(), []byte("NaN")) {
				t.Errorf("%d sessions: %v", n, err)
			}
		}
	}
}

// TestTrendSeries: of many sessions near each other the median is drawn, over
// the range of all of their intervals, and changes stay where they are.
func TestTrendSeries(t *testing.T) {
	s := seriesOf(t, past(t, 3*columnsOfTrend, "kprobe"))[0]
	got := trendSeries(s, 0)
	if len(got.Points) != columnsOfTrend {
		t.Fatalf("%d points", len(got.Points))
	}
	near := s.Points[:3]
	ys := []float64{near[0].Overhead, near[1].Overhead, near[2].Overhead}
	slices.Sort(ys)
	want := figure.Point{
		X: float64(near[1].Started.Unix()), Y: ys[1],
		Range: figure.Range{Lo: min(near[0].Lo, near[1].Lo, near[2].Lo), Hi: max(near[0].Hi, near[1].Hi, near[2].Hi)},
	}
	if diff := cmp.Diff(want, got.Points[0]); diff != "" {
		t.Error(diff)
	}
	for i, c := range s.Changes {
		if got.Flags[i] != c.At/3 {
			t.Errorf("the change at %d is at %d", c.At, got.Flags[i])
		}
	}
	if len(s.Changes) == 0 {
		t.Error("no change to show")
	}
}

// BenchmarkTrend reads a history of 10,000 sessions of 12 arms, and draws it as
// SVG and PNG.
func BenchmarkTrend(b *testing.B) {
	var attach []string
	for i := range 12 {
		attach = append(attach, fmt.Sprint("attach", i))
	}
	data := past(b, 10000, attach...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		all := seriesOf(b, data)
		if err := Trend(io.Discard, all); err != nil {
			b.Fatal(err)
		}
		for _, p := range TrendPlots(all) {
			for _, format := range []string{"svg", "png"} {
				if err := p.Write(io.Discard, format); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
