package analysis_test

import (
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/synthetic"
)

func TestDoubts(t *testing.T) {
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
		}, "tracepoint: rare slow events: over whole visits the overhead is 2000"},
		{"steal", func() *results.Recording {
			rec := synthetic.Noisy().Time(plan(30), synthetic.Interleaved)
			rec.Header.Ticks = &results.Ticks{All: 1000, Steal: 5}
			rec.End.Ticks = &results.Ticks{All: 3000, Steal: 35}
			return rec
		}, "the host took 1.5 % of the bench CPU's time for something else (steal): give"},
		{"correlated", func() *results.Recording {
			m := synthetic.Noisy()
			m.Wave, m.Correlation = 20, 0.95
			return m.Time(plan(60), synthetic.Interleaved)
		}, "successive blocks depend on each other"},
	} {
		if got := doubts(only(t, c.rec())); !strings.Contains(got, c.expect) {
			t.Errorf("%s: %q, want %q", c.name, got, c.expect)
		}
	}
	good := synthetic.Noisy().Time(plan(30), synthetic.Interleaved)
	good.Header.Ticks, good.End.Ticks = &results.Ticks{All: 1000, Steal: 5}, &results.Ticks{All: 3000, Steal: 5}
	if got := doubts(only(t, good)); got != "" {
		t.Errorf("a good recording is doubted: %q", got)
	}
}

// doubts are all that a table and its recording say against themselves.
func doubts(t analysis.Table) string {
	all := append(t.Warnings[:len(t.Warnings):len(t.Warnings)], t.Run.Warnings...)
	for _, f := range t.Run.Findings {
		all = append(all, f.String())
	}
	return strings.Join(all, "\n")
}
