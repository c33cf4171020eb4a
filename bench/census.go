package bench

import (
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// census knows, while a run goes on, how many of its blocks count.
type census struct {
	stays    []stayed
	canaries map[pace][]float64 // every sampled-th of all

	asked, counted int // the number of stays when blocks were last counted, and their number
}

// pace is what may run at a speed of its own: several CPUs at once have a
// lower turbo than one.
type pace struct{ workers, worker int }

// stayed is what one worker's canaries tell of a visit.
type stayed struct {
	pace
	block  int
	timing results.Timing
}

// sampled canaries are enough to tell how fast the CPU can be; all of them
// would take longer to sort than a long run's block takes.
const sampled = 7

// add takes a visit into account.
func (c *census) add(v results.Visit) {
	if c.canaries == nil {
		c.canaries = map[pace][]float64{}
	}
	first := results.Timing{Chunks: v.Chunks, Canaries: v.Canaries}
	for i, timing := range append([]results.Timing{first}, v.Others...) {
		key := pace{v.Workers, i}
		c.stays = append(c.stays, stayed{key, v.Block, timing})
		for j := 0; j < len(timing.Canaries); j += sampled {
			c.canaries[key] = append(c.canaries[key], float64(timing.Canaries[j]))
		}
	}
}

// blocks is the number of blocks in which every visit counts.
func (c *census) blocks() int {
	if c.asked == len(c.stays) {
		return c.counted
	}
	limits := map[pace]float64{}
	for key, canaries := range c.canaries {
		limits[key] = canary.Limit(canaries)
	}
	counts := map[int]bool{}
	for _, s := range c.stays {
		before, seen := counts[s.block]
		counts[s.block] = (before || !seen) && len(canary.Clean(s.timing, limits[s.pace])) >= canary.Enough
	}
	n := 0
	for _, good := range counts {
		if good {
			n++
		}
	}
	c.asked, c.counted = len(c.stays), n
	return n
}

// countings is how often blocks are counted for a forecast, while there are
// fewer than were planned: counting takes the longer the more there are.
const countings = 30

// due says whether it is time for a new forecast after so many blocks.
func due(plan results.Plan, measured int) bool {
	if plan.Most <= plan.Blocks && plan.TimeNS == 0 {
		return false // there will be as many as were planned
	}
	return measured >= plan.Blocks || measured%max(1, plan.Blocks/countings) == 0
}
