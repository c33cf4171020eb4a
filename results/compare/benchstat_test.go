package compare_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

// TestBenchstat runs benchstat itself on what report --format benchfmt exports,
// and expects our medians and p in its table.
func TestBenchstat(t *testing.T) {
	before, after := set(2, 1, 1), set(3, 2, 1.004)
	table := benchstat(t, export(t, "old.txt", before), export(t, "new.txt", after))
	r := mustCompare(t, before, after, between)
	several := 0
	for _, row := range r.Pairs[0].Rows {
		line, ok := table["Probe/workload=task_rename/handler=empty/attach="+row.Attach]
		if !ok {
			t.Fatalf("benchstat has no %s: %v", row.Attach, table)
		}
		near(t, row.Attach+": old median", row.Visits.Old, seconds(t, line[1]))
		near(t, row.Attach+": new median", row.Visits.New, seconds(t, line[3]))
		p, _, _ := strings.Cut(line[6], " ")
		if want := fmt.Sprintf("p=%.3f", row.Visits.P); p != want {
			t.Errorf("%s: benchstat has %s, we %s", row.Attach, p, want)
		}
		if row.Visits.P > 0.0005 && row.Visits.P < 0.9995 {
			several++
		}
	}
	if several == 0 {
		t.Error("every p is 0 or 1: nothing was compared")
	}
}

// export writes recordings in Go benchmark format.
func export(t *testing.T, name string, recs []*results.Recording) string {
	t.Helper()
	tables, err := analysis.AnalyzeAll(recs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := render.Benchfmt(f, tables); err != nil {
		t.Fatal(err)
	}
	return path
}

// benchstat is its table of two files, by benchmark.
func benchstat(t *testing.T, before, after string) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "run", "golang.org/x/perf/cmd/benchstat", "-format", "csv", before, after)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("benchstat: %v\n%s", err, stderr.String())
	}
	r := csv.NewReader(strings.NewReader(string(out)))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for _, line := range lines {
		if len(line) >= 7 {
			table[line[0]] = line
		}
	}
	return table
}

// seconds is a figure of benchstat in nanoseconds.
func seconds(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x * 1e9
}

// near checks that two figures differ by no more than changing units does.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("%s: %v, benchstat has %v", what, got, want)
	}
}
