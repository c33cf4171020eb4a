package docs

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// steadyFolder holds the same measurement, ten times in a row. It has no tables
// and plots of its own: what is shown is how much its recordings differ.
const steadyFolder = "steady"

// steady says by how much the overheads of a folder's recordings differ from
// each other.
func steady(args []string) (string, error) {
	if len(args) != 3 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool { return t.Workload == args[1] && t.Handler == args[2] })
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %s, handler %s, %d runs | mean overhead | standard deviation | half-widths |\n|:--|--:|--:|--:|\n", args[1], args[2], len(ts))
	for _, r := range ts[0].Rows {
		if r.IsControl() || r.NotMeasured {
			continue
		}
		s, err := between(ts, r.Attach)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "| %s | %.1f ns | %.2f ns | %.1f to %.1f ns |\n", r.Attach, s.mean, s.deviation, s.narrowest, s.widest)
	}
	h := ts[0].Header
	fmt.Fprintf(&b, "\nLinux %s, %s, %s UTC.", h.Environment.Kernel, h.Environment.CPU, h.Started.UTC().Format("2006-01-02 15:04"))
	return b.String(), nil
}

// sessions is what an attach type came to in several recordings, ns.
type sessions struct {
	mean, deviation   float64 // of the overheads
	narrowest, widest float64 // half-widths of their intervals
}

func between(ts []analysis.Table, attach string) (sessions, error) {
	s := sessions{narrowest: math.Inf(1)}
	if len(ts) < 2 {
		return s, fmt.Errorf("%d recordings have no deviation", len(ts))
	}
	var overheads []float64
	for _, t := range ts {
		row := t.Row(attach)
		if row == nil || row.Estimate == nil {
			return s, fmt.Errorf("a recording has no figure for %s", attach)
		}
		overheads = append(overheads, row.Estimate.Overhead)
		half := row.Estimate.Interval.HalfWidth()
		s.narrowest, s.widest = min(s.narrowest, half), max(s.widest, half)
	}
	s.mean, s.deviation = moments(overheads)
	return s, nil
}

// moments are the mean of a sample and its standard deviation.
func moments(xs []float64) (mean, deviation float64) {
	n := float64(len(xs))
	for _, x := range xs {
		mean += x / n
	}
	for _, x := range xs {
		deviation += math.Pow(x-mean, 2) / (n - 1)
	}
	return mean, math.Sqrt(deviation)
}

// mostDeviation is how much quick runs may differ, ns: what is claimed of this
// way to measure, on a machine that was quiet enough to publish from.
const mostDeviation = 1.5

// TestSteady shows that the recordings are what the README says: ten quick
// runs that can be relied on, of one machine and one plan, and that they agree.
func TestSteady(t *testing.T) {
	folder := filepath.Join(root, published, steadyFolder)
	for name := range rendered(t, folder) {
		t.Errorf("%s is no recording: remove it", name)
	}
	recs, truncated, err := results.ReadPaths(folder)
	if err != nil || len(truncated) > 0 {
		t.Fatal(err, truncated)
	}
	if len(recs) != 10 {
		t.Errorf("%d recordings", len(recs))
	}
	var ts []analysis.Table
	seeds := map[uint64]bool{}
	for _, rec := range recs {
		tables, err := analysis.Analyze(rec)
		if err != nil || len(tables) != 1 {
			t.Fatalf("%s: %d tables, %v", rec.Name, len(tables), err)
		}
		if err := analysis.Check(tables); err != nil {
			t.Errorf("%s: %v", rec.Name, err)
		}
		if changed := rec.Header.Environment.Changed(recs[0].Header.Environment); len(changed) > 0 || rec.Header.Plan.Blocks != 30 {
			t.Errorf("%s: %d blocks, on a machine whose %v are others", rec.Name, rec.Header.Plan.Blocks, changed)
		}
		seeds[rec.Header.Plan.Seed] = true
		ts = append(ts, tables...)
	}
	if len(seeds) != len(recs) {
		t.Errorf("%d different recordings of %d", len(seeds), len(recs))
	}
	for _, attach := range []string{"tracepoint", "raw_tracepoint"} {
		if s, err := between(ts, attach); err != nil || s.deviation > mostDeviation {
			t.Errorf("%s: %+v, %v", attach, s, err)
		}
	}
}
