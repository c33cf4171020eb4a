package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// Control is what became of a known overhead: the positive control. Figures
// are per event, in the unit of the metric.
type Control struct {
	// Expected is, in time, the same work measured by itself, median over
	// the blocks; in instructions what its turns have.
	Expected float64
	Measured float64 // beside the workload, over base
	Half     float64 // half of the 95 % interval of Measured
	Off      float64 // Measured − Expected, from their difference in each block

	// Allowed is how large Off may be.
	Allowed float64
}

// Missed says that the measurement did not recover what is known.
func (c Control) Missed() bool { return math.Abs(c.Off) > c.Allowed }

// How far the positive control may be off.
//
// In time: what lies around the spin, and ends when it begins, is otherwise by
// itself than after a system call, by a few ns that differ between builds of
// the program, however long the spin. On a virtual machine spins were measured
// as up to 3.6 ns less and 5.2 ns more than by themselves, and 6 ns more in a
// run of seven blocks with the other CPU busy. In six sessions of four workloads
// it was 1.8 to 3.9 ns more at 60 ns, 0.4 less to 1.7 more at 157, and 1.0 less
// to 1.3 more at 309. So it does not grow with the spin, and a share of 3 %
// finds an error of scale; a mistake in labels, units or number of operations is
// many times the 8 ns.
//
// In instructions the spin is exact, and so is every operation: less than half
// of one is what dividing by the events rounds away.
const (
	controlShare        = 0.03 // of Expected
	controlTime         = 8.0  // ns per operation
	controlInstructions = 0.5  // per operation
)

// controls are the known overheads of a table that count.
func controls(rec *results.Recording, t Table, m *measured) []Control {
	var all []Control
	for _, row := range t.Rows {
		if row.IsBase() || !row.IsControl() || row.Estimate == nil {
			continue
		}
		if c := newControl(rec, row, m); c != nil {
			all = append(all, *c)
		}
	}
	return all
}

// newControl holds a row against what is known of it, nil if nothing is.
func newControl(rec *results.Recording, row Row, m *measured) *Control {
	byBlock, perOp := spins(rec, row.Arm, m)
	var expected, off []float64
	for _, d := range row.diffs {
		if x, ok := byBlock[d.block]; ok {
			expected = append(expected, x)
			off = append(off, d.value-x)
		}
	}
	if len(off) == 0 {
		return nil
	}
	e := row.Estimate
	c := &Control{Expected: median(expected), Measured: e.Overhead, Half: e.Interval.HalfWidth(), Off: hodgesLehmann(off)}
	if rec.Header.Metric == results.Instructions {
		c.Allowed = controlInstructions / float64(perOp)
		return c
	}
	c.Allowed = max(controlShare*c.Expected, controlTime/float64(perOp), e.Interval.MDE)
	return c
}

// spins maps the blocks to what the spin cost there by itself, per event, and
// returns the number of events per operation.
func spins(rec *results.Recording, arm results.Arm, m *measured) (byBlock map[int]float64, perOp int) {
	byBlock = map[int]float64{}
	for _, v := range rec.Visits {
		if v.Arm != arm || v.Spin == nil || len(v.Spin.Chunks) == 0 {
			continue
		}
		perOp = v.EventsPerOp
		perChunk := float64(eventsPerChunk(rec.Header.Plan, v))
		if rec.Header.Metric == results.Instructions {
			byBlock[v.Block] = float64(v.Spin.Instructions) / float64(v.EventsPerOp)
			continue
		}
		p := m.pace[paceKey{v.Workers, rec.Header.Plan.CPU}]
		clean := cleanChunks(results.Timing{Chunks: v.Spin.Chunks, Canaries: v.Spin.Canaries, ClockCost: v.ClockCost}, p)
		if len(clean) >= canary.Enough {
			byBlock[v.Block] = percentile(clean, costPercentile) / perChunk
		}
	}
	return byBlock, perOp
}
