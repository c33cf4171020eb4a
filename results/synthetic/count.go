package synthetic

import (
	"math"
	"math/rand/v2"

	"github.com/probecost/probecost/results"
)

// ticksAt is the distance between chunks that a guest's timer interrupts.
const ticksAt = 97

// Count records a run by the instruction clock of a virtual machine: Base and
// Overhead are instructions then, and nothing disturbs them but the guest's
// timer and its first block.
func (m Machine) Count(plan results.Plan) *results.Recording {
	rng := rand.New(rand.NewPCG(plan.Seed, 2))
	rec := m.recording(results.Instructions, plan)
	rec.Header.Environment.QEMU = "synthetic -icount shift=2"
	for _, stay := range Interleaved(plan, rng) {
		perChunk := int64(math.Round(m.cost(stay.Arm) * float64(plan.Ops*m.events())))
		if stay.Block == 0 {
			perChunk += 40 // caches of the guest kernel are still empty
		}
		v := results.Visit{
			Arm: stay.Arm, Block: stay.Block, Order: stay.Order, EventsPerOp: m.events(), ClockCost: clockCost,
			Driven: uint64(plan.Ops * m.events() * plan.Chunks),
		}
		for i := range plan.Chunks {
			chunk := perChunk + clockCost
			if i%ticksAt == ticksAt-1 {
				chunk += 2200 + int64(rng.IntN(300))
			}
			v.Chunks = append(v.Chunks, chunk)
		}
		if stay.Arm.Attach == "spin" {
			v.Spin = &results.Spin{Turns: int64(m.Spin / 32), Instructions: int64(m.Spin), Chunks: []int64{int64(m.Spin)*int64(plan.Ops) + clockCost}}
		}
		rec.Visits = append(rec.Visits, v)
	}
	return rec
}
