package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aclements/go-moremath/stats"
	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

var kprobe = results.Arm{Workload: "task_rename", Handler: "empty", Attach: "kprobe", Workers: 1}

// session is the i-th of a machine, with one arm of the given overhead.
func session(i int, overhead float64) Session {
	return Session{
		Schema: Schema, ID: fmt.Sprint("id", i), Metric: results.Time, Fingerprint: "f", Kernel: "6.12", Probecost: "v1", Handlers: "h",
		Started: time.Date(2026, 1, 1, i, 0, 0, 0, time.UTC), Machine: Machine{CPU: "CPU", Arch: "amd64"},
		Figures: []Figure{{kprobe, 264, overhead, overhead - 1, overhead + 1}},
	}
}

// series is that of sessions with the given overheads.
func series(t *testing.T, x ...float64) Series {
	t.Helper()
	var h History
	for i, v := range x {
		h.Sessions = append(h.Sessions, session(i, v))
	}
	all := h.Series()
	if len(all) != 1 {
		t.Fatalf("%d series", len(all))
	}
	return all[0]
}

func recording(kprobe float64) *results.Recording {
	m := synthetic.Exact()
	m.Overhead["kprobe"] = kprobe
	return m.Count(results.Plan{Seed: 3, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1,
		Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tp_btf"})})
}

// TestAddRead: what was added is read back, once, and a machine's sessions are
// in a file of its own.
func TestAddRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "if need be")
	first, err := Summarize(recording(361))
	if err != nil {
		t.Fatal(err)
	}
	later := recording(400)
	later.Header.Started = later.Header.Started.Add(time.Hour)
	later.Header.Environment.CPU = "another"
	second, err := Summarize(later)
	if err != nil {
		t.Fatal(err)
	}
	var h History
	for _, s := range []*Session{second, first, second} {
		if _, err := h.Add(dir, s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Pin(dir); err != nil {
		t.Fatal(err)
	}
	got, doubts, err := ReadDir(dir)
	if err != nil || len(doubts) > 0 {
		t.Fatal(doubts, err)
	}
	if diff := cmp.Diff([]Session{*first, *second}, got.Sessions); diff != "" {
		t.Errorf("-added +read\n%s", diff)
	}
	if len(got.Pinned) != 2 || len(first.Figures) != 2 || first.Figures[0].Overhead != 361 {
		t.Errorf("pinned %q, figures %+v", got.Pinned, first.Figures)
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
}

// TestNotAdded: what cannot be relied on does not become history.
func TestNotAdded(t *testing.T) {
	bad := recording(361)
	bad.Visits[len(bad.Visits)-1].Chunks[5] -= 10
	if _, err := Summarize(bad); !errors.Is(err, analysis.ErrNotDeterministic) {
		t.Errorf("%v", err)
	}
	none := recording(361)
	none.Visits = nil
	if _, err := Summarize(none); !errors.Is(err, analysis.ErrInconclusive) {
		t.Errorf("%v", err)
	}
}

func encode(t testing.TB, lines ...line) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestReadRefuses(t *testing.T) {
	s := session(1, 100)
	good := encode(t, line{Session: &s})
	for name, c := range map[string]struct{ text, expect string }{
		"a recording":     {`{"header":{"schema":1}}` + "\n", "a.jsonl:1: neither a session nor a pin"},
		"another file":    {"goos: linux\n", "a.jsonl:1: no line of a history"},
		"newer":           {good + strings.Replace(good, `"schema":1`, `"schema":2`, 1), "a.jsonl:2: schema 2: this probecost reads 1 to 1"},
		"newer pin":       {`{"pin":{"schema":7,"session":"x"}}` + "\n", "a.jsonl:1: schema 7"},
		"both":            {strings.Replace(good, `{"session"`, `{"pin":{"schema":1},"session"`, 1), "both"},
		"unknown metric":  {strings.Replace(good, "ns/event", "furlongs", 1), "unknown metric"},
		"no id":           {strings.Replace(good, `"id1"`, `""`, 1), "without id"},
		"two of one arm":  {strings.Replace(good, `"figures":[`, `"figures":[{"workload":"task_rename","handler":"empty","attach":"kprobe","workers":1},`, 1), "two figures of task_rename/empty/kprobe"},
		"endless cost":    {strings.Replace(good, `"overhead":100`, `"overhead":1e300`, 1), "no cost of an event"},
		"swapped":         {strings.Replace(good, `"lo":99`, `"lo":199`, 1), "swapped"},
		"an endless line": {strings.Repeat("x", 9<<20), "line is longer"},
	} {
		var h History
		if err := h.Read("a.jsonl", strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.expect) {
			t.Errorf("%s: %v, want %q", name, err, c.expect)
		}
	}
}

// TestForward: members that a later version of this schema added are passed
// over.
func TestForward(t *testing.T) {
	s := session(1, 100)
	text := strings.Replace(encode(t, line{Session: &s}), `"schema":1`, `"schema":1,"runner":"r7","more":{"x":[1]}`, 1)
	var h History
	if err := h.Read("a", strings.NewReader(text)); err != nil || len(h.Sessions) != 1 || cmp.Diff(s, h.Sessions[0]) != "" {
		t.Errorf("%v: %+v", err, h.Sessions)
	}
}

// TestTruncated: what a crash left behind costs that line only, and nothing is
// appended to it.
func TestTruncated(t *testing.T) {
	dir := t.TempDir()
	a, b := session(1, 100), session(2, 101)
	text := encode(t, line{Session: &a}, line{Session: &b})
	path := filepath.Join(dir, a.File())
	if err := os.WriteFile(path, []byte(text[:len(text)-5]), 0o644); err != nil {
		t.Fatal(err)
	}
	h, doubts, err := ReadDir(dir)
	if err != nil || len(doubts) != 1 || !errors.Is(doubts[0], results.ErrTruncated) || len(h.Sessions) != 1 {
		t.Fatalf("%v, %v, %d sessions", doubts, err, len(h.Sessions))
	}
	if !strings.Contains(doubts[0].Error(), ":2:") {
		t.Errorf("no line: %v", doubts[0])
	}
	if _, err := h.Add(dir, &b); err == nil || !strings.Contains(err.Error(), "remove that line") {
		t.Errorf("appended: %v", err)
	}
}

func TestMarks(t *testing.T) {
	a, b, c := session(1, 100), session(2, 100), session(3, 100)
	b.Probecost, c.Probecost, c.Kernel, c.Fingerprint = "v2", "v2", "6.13", "g"
	h := History{Sessions: []Session{a, b, c}}
	want := []Mark{{1, "probecost", "v1", "v2"}, {2, "kernel", "6.12", "6.13"}}
	if diff := cmp.Diff(want, h.Series()[0].Marks); diff != "" {
		t.Error(diff)
	}
}

// noise are n figures about a mean.
func noise(rng *rand.Rand, n int, mean, sd float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = mean + sd*rng.NormFloat64()
	}
	return x
}

// TestChanges: two steps are found near where they are, and none in noise but by
// the chance that is allowed.
func TestChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	x := append(noise(rng, 40, 100, 1), append(noise(rng, 30, 106, 1), noise(rng, 50, 97, 1)...)...)
	got := series(t, x...).Changes
	if len(got) != 2 || math.Abs(float64(got[0].At-40)) > 2 || math.Abs(float64(got[1].At-70)) > 2 ||
		math.Abs(got[0].New-106) > 1 || math.Abs(got[1].New-97) > 1 {
		t.Errorf("%+v", got)
	}
	wrong := 0
	for range 500 {
		if x := noise(rng, 60, 100, 3); len(series(t, x...).Changes) > 0 {
			wrong++
		}
	}
	if wrong > 10 {
		t.Errorf("%d changes in 500 series without one, want about 5 at most", wrong)
	}
}

// TestExactChanges: every difference of a count is a change.
func TestExactChanges(t *testing.T) {
	s := Series{Metric: results.Instructions}
	for i, v := range []float64{361, 361, 362, 361} {
		s.Points = append(s.Points, Point{Figure: session(i, v).Figures[0]})
	}
	want := []Change{{2, 361, 362}, {3, 362, 361}}
	if diff := cmp.Diff(want, changes(s)); diff != "" {
		t.Error(diff)
	}
}

// TestGate: a change is what two sessions in succession have.
func TestGate(t *testing.T) {
	steady := noise(rand.New(rand.NewPCG(2, 2)), 20, 100, 0.5)
	for _, c := range []struct {
		name   string
		last   []float64
		judged bool
		want   verdict.Verdict
	}{
		{"nothing", []float64{100, 100.4}, true, verdict.Same},
		{"for the first time", []float64{100, 105}, true, verdict.Inconclusive},
		{"twice", []float64{105, 105}, true, verdict.Worse},
		{"once, and not again", []float64{105, 100}, true, verdict.Same},
		{"twice, but it does not matter", []float64{101.9, 101.9}, true, verdict.Same},
		{"cheaper twice", []float64{95, 95}, true, verdict.Better},
		{"cheaper once", []float64{100, 95}, true, verdict.Same},
	} {
		g := series(t, append(append([]float64{}, steady...), c.last...)...).Gate
		if g.Judged != c.judged || g.Verdict != c.want {
			t.Errorf("%s: %+v", c.name, g)
		}
	}
	if g := series(t, append(steady[:9], 150, 150)...).Gate; g.Judged || !strings.Contains(g.Reason, "11 sessions") {
		t.Errorf("too few: %+v", g)
	}
}

// TestGateFingerprint: sessions of another kernel predict nothing.
func TestGateFingerprint(t *testing.T) {
	var h History
	for i := range 30 {
		s := session(i, 100)
		if i >= 15 {
			s.Fingerprint, s.Figures[0].Overhead = "other", 150
		}
		h.Sessions = append(h.Sessions, s)
	}
	if g := h.Series()[0].Gate; !g.Judged || g.Verdict != verdict.Same || g.Sessions != 13 {
		t.Errorf("%+v", g)
	}
}

// TestPinned: creep that no two sessions show is seen against the reference.
func TestPinned(t *testing.T) {
	var h History
	for i := range 60 {
		h.Sessions = append(h.Sessions, session(i, 100+float64(i)/6))
	}
	if g := h.Series()[0].Gate; g.Verdict != verdict.Same {
		t.Fatalf("slow creep is seen without a reference: %+v", g)
	}
	h.Pinned = []string{"id55", "id3", "gone"}
	if g := h.Series()[0].Gate; g.Verdict != verdict.Worse || *g.Pinned != 100.5 || !strings.Contains(g.Reason, "crept") {
		t.Errorf("%+v", g)
	}
	h.Pinned = []string{"id3", "id55"}
	if g := h.Series()[0].Gate; g.Verdict != verdict.Same {
		t.Errorf("the last that was pinned counts: %+v", g)
	}
}

// TestPrediction: the interval holds the next session as often as it says, and
// its factor is that of Student's t with 19 degrees of freedom.
func TestPrediction(t *testing.T) {
	x := make([]float64, 20)
	for i := range x {
		x[i] = 1000 * float64(i%2) // mean 500, s² = 20·500²/19
	}
	want := 3.1737 * 500 * math.Sqrt(20.0/19*(1+1.0/20))
	if got := predict(x, 500, 20).half; math.Abs(got-want) > 0.1 {
		t.Errorf("half %v, want %v", got, want)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	const trials = 20000
	outside := 0
	for range trials {
		past := noise(rng, 20, 10, 5)
		if predict(past, stats.Mean(past), 20).judge(10+5*rng.NormFloat64()) != verdict.Same {
			outside++
		}
	}
	if share := float64(outside) / trials; share < 0.003 || share > 0.008 {
		t.Errorf("%.2f %% outside, want 0.5", 100*share)
	}
}

func FuzzRead(f *testing.F) {
	s := session(1, 100)
	text := encode(f, line{Session: &s}, line{Pin: &Pin{Schema, "id1"}})
	f.Add([]byte(text))
	f.Add([]byte(text[:len(text)-9]))
	f.Add([]byte(`{"session":{"schema":1,"figures":[null]}}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h History
		if err := h.Read("fuzz", bytes.NewReader(data)); err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz:") {
				t.Errorf("no line is named: %v", err)
			}
			return
		}
		h.Series()
		// What was read is written as it is.
		var lines []line
		for i := range h.Sessions {
			lines = append(lines, line{Session: &h.Sessions[i]})
		}
		var again History
		if err := again.Read("again", strings.NewReader(encode(t, lines...))); err != nil || cmp.Diff(h.Sessions, again.Sessions) != "" {
			t.Errorf("%v: %s", err, cmp.Diff(h.Sessions, again.Sessions))
		}
	})
}

// TestOldHistory reads a file of schema 1, which is never written anew.
func TestOldHistory(t *testing.T) {
	text, err := os.ReadFile("testdata/schema1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var h History
	if err := h.Read("schema1.jsonl", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if len(h.Sessions) != 2 || len(h.Pinned) != 1 || h.Sessions[1].Figures[0].Overhead != 361 || h.Sessions[0].Figures[0].Base != 264.3781951445187 {
		t.Errorf("%+v", h)
	}
	lines := []line{{Session: &h.Sessions[0]}, {Session: &h.Sessions[1]}, {Pin: &Pin{1, h.Pinned[0]}}}
	if got := encode(t, lines...); got != string(text) {
		t.Errorf("members were lost:\n%s", got)
	}
}
