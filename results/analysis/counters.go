package analysis

import "github.com/probecost/probecost/results"

// CounterRow is what the hardware counted for an event at an arm: of base the
// whole, of other arms what they add.
type CounterRow struct {
	Label string
	// Instructions and cycles of the kernel and of user space, with half of
	// their 95 % intervals; nil where too few blocks have them for the arm
	// and for base.
	KernelInstructions, KernelCycles, UserInstructions, UserCycles *Counted
}

// Counted is a number of events of the hardware, per event of the workload.
type Counted struct{ Value, Half float64 }

// counterOf reads one of the counters.
type counterOf func(*results.Counters) uint64

// counterRows lists what the hardware counted at the arms of a table, nothing if
// it has no counters.
func counterRows(rec *results.Recording, t Table) []CounterRow {
	var rows []CounterRow
	for _, r := range t.Rows {
		if r.IsControl() && r.Attach != Base {
			continue
		}
		if !hasCounters(rec, r.Arm) {
			continue
		}
		one := func(c counterOf) *Counted { return counted(rec, r.Arm, c) }
		rows = append(rows, CounterRow{
			Label:              r.Label(),
			KernelInstructions: one(func(c *results.Counters) uint64 { return c.KernelInstructions }),
			KernelCycles:       one(func(c *results.Counters) uint64 { return c.KernelCycles }),
			UserInstructions:   one(func(c *results.Counters) uint64 { return c.UserInstructions }),
			UserCycles:         one(func(c *results.Counters) uint64 { return c.UserCycles }),
		})
	}
	return rows
}

func hasCounters(rec *results.Recording, arm results.Arm) bool {
	return len(perEvent(rec, arm, func(*results.Counters) uint64 { return 0 })) > 0
}

// counted is a counter of an arm, less that of base in the same block; nil if
// too few blocks have both.
func counted(rec *results.Recording, arm results.Arm, c counterOf) *Counted {
	here := perEvent(rec, arm, c)
	base := arm
	base.Attach, base.Stats = Base, false
	to := perEvent(rec, base, c)
	var diffs []float64
	for _, block := range sortedKeys(here) {
		if arm.Attach == Base {
			diffs = append(diffs, here[block])
		} else if b, ok := to[block]; ok {
			diffs = append(diffs, here[block]-b)
		}
	}
	if len(diffs) < minBlocks {
		return nil
	}
	value, interval := estimate(diffs)
	return &Counted{value, interval.HalfWidth()}
}

// perEvent is a counter of an arm for one event, by block. Of several workers
// it is the first one's, which has counted its own events only.
func perEvent(rec *results.Recording, arm results.Arm, c counterOf) map[int]float64 {
	found := map[int]float64{}
	for _, v := range rec.Visits {
		if v.Arm == arm && v.Counters != nil && v.Block >= rec.Header.Plan.Discard {
			found[v.Block] = float64(c(v.Counters)) / float64(eventsPerChunk(rec.Header.Plan, v)*len(v.Chunks))
		}
	}
	return found
}
