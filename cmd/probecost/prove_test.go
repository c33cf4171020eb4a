package main

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"testing"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// These tests show on the running kernel that the figures are right. They take
// minutes and a machine that does nothing else: make prove.
func proving(t *testing.T) {
	t.Helper()
	if os.Getenv("PROBECOST_PROVE") == "" {
		t.Skip("takes minutes and a quiet machine: make prove")
	}
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
}

// row is one of rows.json.
type row struct {
	Workload, Handler, Attach     string
	Base, Value, Overhead, Lo, Hi *float64
}

// measured runs probecost and returns its rows, and the recording.
func measured(t *testing.T, args ...string) ([]row, *results.Recording) {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("probecost", append([]string{"run", "--out", dir}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(dir + "/rows.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Rows []row }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	rec, err := results.ReadFile(dir + "/run" + results.Extension)
	if err != nil {
		t.Fatal(err)
	}
	return all.Rows, rec
}

// rowOf is the only row of an attach type.
func rowOf(t *testing.T, rows []row, attach string) row {
	t.Helper()
	for _, r := range rows {
		if r.Attach == attach {
			return r
		}
	}
	t.Fatalf("no row of %s", attach)
	return row{}
}

// TestProveInjectedDelay spends a known time beside each operation, 0 to
// 300 ns, and finds it again: slope 1.00 ± 0.02.
func TestProveInjectedDelay(t *testing.T) {
	proving(t)
	rows, rec := measured(t, "--workload", "task_rename", "--attach", "spin*", "--blocks", "120")
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	injected, found := []float64{0}, []float64{*rowOf(t, rows, analysis.Base2).Overhead}
	for _, c := range tables[0].Controls {
		t.Logf("%.2f ns injected, %.2f ± %.2f found", c.Expected, c.Measured, c.Half)
		injected, found = append(injected, c.Expected), append(found, c.Measured)
	}
	if len(injected) != 4 {
		t.Fatalf("%d doses, want 0 and three more", len(injected))
	}
	if s := slope(injected, found); math.Abs(s-1) > 0.02 {
		t.Errorf("slope %.4f, want 1.00 ± 0.02", s)
	} else {
		t.Logf("slope %.4f", s)
	}
}

// TestProveDose has the program call a helper 0, 8 and 32 times: the overhead
// grows with the number, and alike under each attach type.
func TestProveDose(t *testing.T) {
	proving(t)
	rows, _ := measured(t, "--workload", "task_rename", "--handler", "empty,calls8,calls32", "--quick")
	dose := map[string]float64{"empty": 0, "calls8": 8, "calls32": 32}
	x, y := map[string][]float64{}, map[string][]float64{}
	for _, r := range rows {
		typ, err := bench.AttachTypes.Find(r.Attach)
		if err == nil && typ.HasProgram() && r.Overhead != nil {
			x[r.Attach] = append(x[r.Attach], dose[r.Handler])
			y[r.Attach] = append(y[r.Attach], *r.Overhead)
		}
	}
	var slopes []float64
	for attach := range x {
		s := slope(x[attach], y[attach])
		t.Logf("%s: %.3f ns a call", attach, s)
		slopes = append(slopes, s)
	}
	if len(slopes) < 2 {
		t.Fatalf("only %d attach types to compare", len(slopes))
	}
	for _, s := range slopes {
		if math.Abs(s/slopes[0]-1) > 0.05 {
			t.Errorf("slopes %.4f are not alike", slopes)
			break
		}
	}
}

// TestProveAA measures base against base 40 times: of 95 % intervals, at most
// 4 may leave out 0, and none by more than 1 ns.
func TestProveAA(t *testing.T) {
	proving(t)
	out := 0
	for range 40 {
		rows, _ := measured(t, "--workload", "task_rename", "--attach", "base", "--quick")
		r := rowOf(t, rows, analysis.Base2)
		by := max(*r.Lo, -*r.Hi, 0)
		if by > 0 {
			out++
			t.Logf("%.2f ns (%.2f to %.2f) leaves out 0", *r.Overhead, *r.Lo, *r.Hi)
		}
		if by > 1 {
			t.Errorf("an interval leaves out 0 by %.2f ns", by)
		}
	}
	if out > 4 {
		t.Errorf("%d of 40 intervals leave out 0", out)
	}
}

// TestProveRepeats measures ten times: the standard deviation of the overheads
// of tracepoint and raw_tracepoint is at most 1.5 ns.
func TestProveRepeats(t *testing.T) {
	proving(t)
	overheads := map[string][]float64{}
	for range 10 {
		rows, _ := measured(t, "--workload", "task_rename", "--quick")
		for _, r := range rows {
			if r.Overhead != nil {
				overheads[r.Attach] = append(overheads[r.Attach], *r.Overhead)
			}
		}
	}
	for _, attach := range []string{"tracepoint", "raw_tracepoint"} {
		if len(overheads[attach]) != 10 {
			t.Errorf("%s: %d figures of 10", attach, len(overheads[attach]))
		}
		sd := deviation(overheads[attach])
		t.Logf("%s: %.2f, standard deviation %.2f ns", attach, overheads[attach], sd)
		if sd > 1.5 {
			t.Errorf("%s: standard deviation %.2f ns, want at most 1.5", attach, sd)
		}
	}
}

// slope is that of the least-squares line.
func slope(x, y []float64) float64 {
	mx, my := mean(x), mean(y)
	xy, xx := 0.0, 0.0
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
	}
	return xy / xx
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func deviation(x []float64) float64 {
	m, squares := mean(x), 0.0
	for _, v := range x {
		squares += (v - m) * (v - m)
	}
	return math.Sqrt(squares / float64(len(x)-1))
}
