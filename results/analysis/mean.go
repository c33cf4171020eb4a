package analysis

import (
	"fmt"
	"math"
)

// means maps the blocks in which an arm counts to the mean of its clean
// chunks, of one event in nanoseconds.
func means(rs []reading) map[int]float64 {
	m := map[int]float64{}
	for _, r := range rs {
		if r.counts {
			m[r.Block] = r.mean
		}
	}
	return m
}

// fillMean estimates an arm from means, beside the estimate from costs.
func (c *comparison) fillMean(row *Row, rs []reading) {
	if row.IsBase() {
		return
	}
	var diffs []float64
	for _, r := range rs {
		if base, ok := c.means[r.Block]; ok && r.counts {
			diffs = append(diffs, r.mean-base)
		}
	}
	if len(diffs) < minBlocks {
		return
	}
	overhead, interval := estimate(diffs)
	base := median(values(c.means))
	row.Mean = &Estimate{Base: base, Value: base + overhead, Overhead: overhead, Interval: &interval}
}

// rareSlow warns if a robust figure hides a cost that is rare and large: the
// two estimates disagree by more than both are unsure of.
func rareSlow(r Row) []string {
	if r.Estimate == nil || r.Mean == nil || r.Estimate.Interval == nil {
		return nil
	}
	unsure := max(1, r.Estimate.Interval.HalfWidth(), r.Mean.Interval.HalfWidth())
	if math.Abs(r.Mean.Overhead-r.Estimate.Overhead) <= unsure {
		return nil
	}
	return []string{fmt.Sprintf("%s: rare slow events: the mean overhead of clean chunks is %.1f ± %.1f ns, and %.1f ± %.1f ns without what is rare",
		r.Attach, r.Mean.Overhead, r.Mean.Interval.HalfWidth(), r.Estimate.Overhead, r.Estimate.Interval.HalfWidth())}
}
