package analysis

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/probecost/probecost/results"
)

// comparison holds what all arms of a table are compared with.
type comparison struct {
	metric  results.Metric
	discard int
	first   map[int]float64 // cost of the arm base, by block
	blocks  map[int]float64 // mean cost of the base arms that count, by block
	means   map[int]float64 // the same from means instead of costs
	base    float64         // median over the blocks
	err     error           // a base arm contradicts itself
}

func newComparison(rec *results.Recording, g group, read map[results.Arm][]reading) *comparison {
	arm := func(attach string) results.Arm {
		return results.Arm{Workload: g.workload, Handler: g.handler, Attach: attach, Workers: g.workers}
	}
	first, second := read[arm(Base)], read[arm(Base2)]
	c := &comparison{
		metric:  rec.Header.Metric,
		discard: rec.Header.Plan.Discard,
		first:   costs(first),
		blocks:  meanOf(costs(first), costs(second)),
		means:   meanOf(means(first), means(second)),
	}
	c.base = median(values(c.blocks))
	if c.metric == results.Instructions {
		c.err = errors.Join(checkSame(arm(Base), first), checkSame(arm(Base2), second))
	}
	return c
}

// meanOf is the mean by block of those of a and b which have it.
func meanOf(a, b map[int]float64) map[int]float64 {
	m := maps.Clone(a)
	for block, v := range b {
		if w, both := m[block]; both {
			v = (v + w) / 2
		}
		m[block] = v
	}
	return m
}

// values are those of m in an order that does not vary.
func values(m map[int]float64) []float64 { return slices.Sorted(maps.Values(m)) }

// costs maps the blocks in which an arm counts to its cost.
func costs(rs []reading) map[int]float64 {
	m := map[int]float64{}
	for _, r := range rs {
		if r.counts {
			m[r.Block] = r.Value
		}
	}
	return m
}

// fill completes the row of an arm that was to be measured.
func (c *comparison) fill(row *Row, rs []reading) error {
	row.NotMeasured = len(rs) == 0
	for _, r := range rs {
		if r.counts {
			row.Costs = append(row.Costs, r.Cost)
		}
	}
	if c.metric == results.Instructions {
		return c.fillExact(row, rs)
	}
	describe(row, rs)
	c.fillTime(row, rs)
	c.fillMean(row, rs)
	return nil
}

// fillTime estimates an arm from its differences to base, block by block.
func (c *comparison) fillTime(row *Row, rs []reading) {
	diffs := c.differences(*row)
	row.Blocks = len(diffs)
	if len(diffs) < minBlocks {
		row.Reason = c.inconclusive(*row, rs)
		return
	}
	row.Estimate = &Estimate{Base: c.base, Value: c.base}
	if row.Attach == Base {
		return
	}
	overhead, interval := estimate(diffs)
	row.Estimate.Overhead = overhead
	row.Estimate.Value += overhead
	row.Estimate.Interval = &interval
}

// differences are those of a row to what it is compared with, in each block in
// which both count.
func (c *comparison) differences(row Row) []float64 {
	to := c.blocks
	if row.Attach == Base2 {
		to = c.first
	}
	var diffs []float64
	for _, cost := range row.Costs {
		if base, ok := to[cost.Block]; ok {
			diffs = append(diffs, cost.Value-base)
		}
	}
	return diffs
}

// fillExact compares counts: no statistics, one block is enough.
func (c *comparison) fillExact(row *Row, rs []reading) error {
	diffs := c.differences(*row)
	row.Blocks = len(diffs)
	if err := checkSame(row.Arm, rs); err != nil {
		var d *DeterminismError
		errors.As(err, &d)
		row.Reason = d.Why()
		return err
	}
	switch {
	case c.err != nil:
		row.Reason = ErrNotDeterministic.Error() + ": base is not"
	case len(diffs) == 0:
		row.Reason = c.inconclusive(*row, rs)
	case row.Attach == Base:
		row.Estimate = &Estimate{Base: c.base, Value: c.base}
	default:
		row.Estimate = &Estimate{Base: c.base, Value: c.base + diffs[0], Overhead: diffs[0], Interval: exactly(diffs[0])}
	}
	return nil
}

// describe notes what is known of a row without comparing it.
func describe(row *Row, rs []reading) {
	var throughput []float64
	clean, chunks := 0, 0
	for _, r := range rs {
		throughput = append(throughput, r.throughput)
		clean += r.clean
		chunks += r.chunks
	}
	if chunks > 0 {
		share, eps := float64(clean)/float64(chunks), median(throughput)
		row.CleanShare, row.EventsPerS = &share, &eps
	}
}

// inconclusive says why there is no estimate, and what to do.
func (c *comparison) inconclusive(row Row, rs []reading) string {
	need := minBlocks
	if c.metric == results.Instructions {
		need = 1
	}
	switch {
	case len(rs) < need:
		return fmt.Sprintf("inconclusive: only %d blocks were measured, %d are needed: use --blocks %d or more",
			len(rs), need, need+c.discard)
	case len(c.blocks) < need:
		return fmt.Sprintf("inconclusive: only %d blocks have a base that counts, %d are needed: use more --blocks, or a quieter CPU",
			len(c.blocks), need)
	}
	return fmt.Sprintf("inconclusive: only %d blocks of %d count, %d are needed: use more --blocks, or a quieter CPU",
		row.Blocks, len(rs), need)
}
