package analysis

import "github.com/probecost/probecost/results"

// StatsCost is what switching bpf stats on adds to an event, and what they say
// of it, for one attach type. Figures are per event, in nanoseconds.
type StatsCost struct {
	Attach   string
	Cost     float64  // with stats, less without, in the same block
	Interval Interval // of Cost
	// Body is the handler's own run time by bpf stats, per run; median over
	// the blocks. It leaves out the dispatch, what leads to the handler and
	// back, and has the reading of their own clock in it: 30 ns for an empty
	// handler on a machine where all of a raw tracepoint takes 18.
	Body float64
}

// statsCosts compares the arms with bpf stats of a table with those without.
func statsCosts(rec *results.Recording, t Table, m *measured) []StatsCost {
	if rec.Header.Metric != results.Time {
		return nil
	}
	var costs []StatsCost
	for _, with := range t.Rows {
		without := t.Row(with.Subject())
		if !with.Stats || without == nil {
			continue
		}
		diffs := paired(with, *without)
		if len(diffs) < minBlocks {
			continue
		}
		cost, interval := estimate(diffs)
		interval.widen(cost, medianCost(with), m.unseen(rec.Header, t.Workers))
		costs = append(costs, StatsCost{with.Subject(), cost, interval, body(rec, with.Arm)})
	}
	return costs
}

// medianCost is that of the visits of a row, per event.
func medianCost(r Row) float64 {
	var each []float64
	for _, c := range r.Costs {
		each = append(each, c.Value)
	}
	return median(each)
}

// paired are the differences of a to b in the blocks in which both count.
func paired(a, b Row) []float64 {
	to := map[int]float64{}
	for _, c := range b.Costs {
		to[c.Block] = c.Value
	}
	var diffs []float64
	for _, c := range a.Costs {
		if v, ok := to[c.Block]; ok {
			diffs = append(diffs, c.Value-v)
		}
	}
	return diffs
}

// body is the run time of the handler, ns; NaN if it never ran.
func body(rec *results.Recording, arm results.Arm) float64 {
	var each []float64
	for _, v := range rec.Visits {
		if v.Arm == arm && v.Runs > 0 && v.Block >= rec.Header.Plan.Discard {
			each = append(each, float64(v.RunTimeNS)/float64(v.Runs))
		}
	}
	return median(each)
}
