package analysis

import (
	"fmt"
	"math"

	"github.com/probecost/probecost/results"
)

// What makes a table doubtful. The limits are those of the validity checks of
// a run; here they warn, because a recording is analysed after the fact.
const (
	maxBlockCorrelation = 0.5   // of successive blocks
	maxNoiseFloor       = 1.0   // ns/event by which two equal arms may differ
	maxNoiseShare       = 0.002 // the same as a share of base
)

// warnings lists what a reader of the table should know, with a remedy.
func warnings(rec *results.Recording, t Table) []string {
	var w []string
	switch {
	case rec.End == nil:
		w = append(w, fmt.Sprintf("the recording was cut short: %d of %d blocks were begun", blocksBegun(rec), rec.Header.Plan.Blocks))
	case rec.End.Interrupted != "":
		w = append(w, fmt.Sprintf("the run ended early, after %d of %d blocks: %s", rec.End.Blocks, rec.Header.Plan.Blocks, rec.End.Interrupted))
	}
	if aa := t.Row(Base2); aa != nil && aa.Estimate != nil {
		w = append(w, noiseWarning(*aa.Estimate, rec.Header.Metric)...)
	}
	for _, r := range t.Rows {
		w = append(w, rareSlow(r)...)
		if r.Estimate != nil && r.Estimate.Interval != nil && r.Estimate.Interval.Correlation > maxBlockCorrelation {
			w = append(w, fmt.Sprintf("%s: successive blocks depend on each other (correlation %.2f): use more --blocks, or a quieter CPU",
				r.Attach, r.Estimate.Interval.Correlation))
		}
	}
	return w
}

// noiseWarning says that two identical arms differ by more than they may.
func noiseWarning(aa Estimate, m results.Metric) []string {
	limit := max(maxNoiseFloor, maxNoiseShare*aa.Base)
	if m == results.Instructions {
		limit = 0
	}
	if math.Abs(aa.Overhead) <= limit || (aa.Interval.Lo <= 0 && aa.Interval.Hi >= 0) {
		return nil
	}
	return []string{fmt.Sprintf("the two base arms differ by %.3g %s though they are the same: no overhead is surer than that",
		aa.Overhead, m)}
}

func blocksBegun(rec *results.Recording) int {
	n := 0
	for _, v := range rec.Visits {
		n = max(n, v.Block+1)
	}
	return n
}
