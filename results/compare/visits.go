package compare

import (
	"slices"

	"golang.org/x/perf/benchmath"

	"github.com/probecost/probecost/results"
)

// Visits is what benchstat says of what `report --format benchfmt` exports:
// the medians over all visits of the absolute cost, base included, and the p of
// their ranks. No verdict is taken from it: the visits of a session are no
// independent sample of sessions.
type Visits struct {
	Old float64 `json:"old"` // ns/event
	New float64 `json:"new"`
	P   float64 `json:"p"`
}

// visits is nil if a side has none.
func visits(c couple, arm results.Arm) *Visits {
	x, y := costs(c.old, arm), costs(c.new, arm)
	if len(x) == 0 || len(y) == 0 {
		return nil
	}
	return &Visits{Old: center(x), New: center(y), P: rankSumP(x, y)}
}

// costs are those of all visits that count, as they are exported.
func costs(ss []session, arm results.Arm) []float64 {
	var x []float64
	for _, s := range ss {
		for _, c := range s.rows[arm].Costs {
			x = append(x, c.Exported())
		}
	}
	return x
}

// center is the median that benchstat shows.
func center(x []float64) float64 {
	s := benchmath.NewSample(slices.Clone(x), &benchmath.DefaultThresholds)
	return benchmath.AssumeNothing.Summary(s, 0.95).Center
}
