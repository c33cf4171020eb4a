package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/probecost/probecost/results"
)

// comparison holds what all arms of a table are compared with.
type comparison struct {
	metric   results.Metric
	discard  int
	unseen   unseen
	first    map[int]reading // of the arm base, by block
	readings map[int]reading // mean of the base arms that count, by block
	base     float64         // median over the blocks
	err      error           // a base arm contradicts itself
}

func newComparison(rec *results.Recording, g group, m *measured) *comparison {
	arm := func(attach string) results.Arm {
		return results.Arm{Workload: g.workload, Handler: g.handler, Attach: attach, Workers: g.workers}
	}
	first, second := m.read[arm(Base)], m.read[arm(Base2)]
	c := &comparison{
		metric:   rec.Header.Metric,
		discard:  rec.Header.Plan.Discard,
		unseen:   m.unseen(rec.Header, g.workers),
		first:    counting(first),
		readings: meanOf(counting(first), counting(second)),
	}
	var all []float64
	for _, r := range c.readings {
		all = append(all, r.Value)
	}
	c.base = median(all)
	if c.metric == results.Instructions {
		c.err = errors.Join(checkSame(arm(Base), first), checkSame(arm(Base2), second))
	}
	return c
}

// counting maps blocks to those of rs that count.
func counting(rs []reading) map[int]reading {
	m := map[int]reading{}
	for _, r := range rs {
		if r.counts {
			m[r.Block] = r
		}
	}
	return m
}

// meanOf is the mean by block of those of a and b which have it.
func meanOf(a, b map[int]reading) map[int]reading {
	m := maps.Clone(a)
	for block, r := range b {
		if other, both := m[block]; both {
			r.Value = (r.Value + other.Value) / 2
			r.whole = (r.whole + other.whole) / 2
		}
		m[block] = r
	}
	return m
}

// sortedKeys are those of m in ascending order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// fill completes the row of an arm that was to be measured.
func (c *comparison) fill(row *Row, rs []reading) error {
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
	c.fillWhole(row, rs)
	return nil
}

// fillTime estimates an arm from its differences to base, block by block.
func (c *comparison) fillTime(row *Row, rs []reading) {
	row.diffs = c.differences(*row)
	row.Blocks = len(row.diffs)
	if row.Blocks < minBlocks {
		row.Reason = c.inconclusive(*row, rs)
		return
	}
	row.Estimate = &Estimate{Base: c.base, Value: c.base}
	if row.Attach == Base {
		return
	}
	overhead, interval := estimate(diffValues(row.diffs))
	if row.Attach != Base2 {
		interval.widen(overhead, c.base+overhead, c.unseen)
	}
	row.Estimate.Overhead = overhead
	row.Estimate.Value += overhead
	row.Estimate.Interval = &interval
}

// differences are those of a row to what it is compared with, in each block in
// which both count.
func (c *comparison) differences(row Row) []blockDiff {
	to := c.readings
	if row.Attach == Base2 {
		to = c.first
	}
	var diffs []blockDiff
	for _, cost := range row.Costs {
		if base, ok := to[cost.Block]; ok {
			diffs = append(diffs, blockDiff{cost.Block, cost.Value - base.Value})
		}
	}
	return diffs
}

// fillExact compares counts: no statistics, one block is enough.
func (c *comparison) fillExact(row *Row, rs []reading) error {
	row.diffs = c.differences(*row)
	row.Blocks = len(row.diffs)
	if err := checkSame(row.Arm, rs); err != nil {
		var d *DeterminismError
		errors.As(err, &d)
		row.Reason = d.Why()
		return err
	}
	switch {
	case c.err != nil:
		row.Reason = ErrNotDeterministic.Error() + ": base is not"
	case row.Blocks == 0:
		row.Reason = c.inconclusive(*row, rs)
	case row.Attach == Base:
		row.Estimate = &Estimate{Base: c.base, Value: c.base}
	default:
		d := row.diffs[0].value
		row.Estimate = &Estimate{Base: c.base, Value: c.base + d, Overhead: d, Interval: exactly(d)}
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
	case len(c.readings) < need:
		return fmt.Sprintf("inconclusive: only %d blocks have a base that counts, %d are needed: use more --blocks, or a quieter CPU",
			len(c.readings), need)
	}
	return fmt.Sprintf("inconclusive: only %d blocks of %d count, %d are needed: use more --blocks, or a quieter CPU",
		row.Blocks, len(rs), need)
}
