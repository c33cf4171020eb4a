package analysis_test

import (
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

func TestWarnings(t *testing.T) {
	unequal := synthetic.Noisy()
	unequal.Overhead["base2"] = 12
	for _, c := range []struct {
		name   string
		rec    func() *results.Recording
		expect string
	}{
		{"cut short", func() *results.Recording {
			rec := synthetic.Noisy().Time(plan(30), synthetic.Interleaved)
			rec.End, rec.Visits = nil, rec.Visits[:50]
			return rec
		}, "cut short: 13 of 30 blocks"},
		{"interrupted", func() *results.Recording {
			rec := synthetic.Noisy().Time(plan(30), synthetic.Interleaved)
			rec.End.Blocks, rec.End.Interrupted = 29, "interrupt"
			return rec
		}, "ended early, after 29 of 30 blocks: interrupt"},
		{"unequal bases", func() *results.Recording {
			return unequal.Time(plan(30), synthetic.Interleaved)
		}, "the two base arms differ"},
		{"rare slow events", func() *results.Recording {
			rec := synthetic.Machine{Base: map[string]float64{"task_rename": 100}, Jitter: 0.01}.Time(plan(30), synthetic.Interleaved)
			for _, v := range rec.Visits {
				if v.Attach == "tracepoint" {
					v.Chunks[v.Block] += 8_000_000 // 2000 ns of each of 4000 events
				}
			}
			return rec
		}, "tracepoint: rare slow events: the mean overhead of clean chunks is 2000"},
		{"correlated", func() *results.Recording {
			m := synthetic.Noisy()
			m.Wave, m.Correlation = 20, 0.95
			return m.Time(plan(60), synthetic.Interleaved)
		}, "successive blocks depend on each other"},
	} {
		if got := strings.Join(only(t, c.rec()).Warnings, "\n"); !strings.Contains(got, c.expect) {
			t.Errorf("%s: warnings %q, want %q", c.name, got, c.expect)
		}
	}
	if w := only(t, synthetic.Noisy().Time(plan(30), synthetic.Interleaved)).Warnings; len(w) != 0 {
		t.Errorf("a good recording warns: %q", w)
	}
}
