package bench

import (
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// census knows, while a run goes on, how many of its blocks count.
type census struct {
	visits   []results.Visit // with what canaries tell, and nothing else
	canaries []float64       // every sampled-th of all
}

// sampled canaries are enough to tell how fast the CPU can be; all of them
// would take longer to sort than a long run's block takes.
const sampled = 7

// add takes a visit into account.
func (c *census) add(v results.Visit) {
	c.visits = append(c.visits, results.Visit{Block: v.Block, Chunks: v.Chunks, Canaries: v.Canaries})
	for i := 0; i < len(v.Canaries); i += sampled {
		c.canaries = append(c.canaries, float64(v.Canaries[i]))
	}
}

// blocks is the number of blocks in which every visit counts.
func (c *census) blocks() int {
	limit := canary.Limit(c.canaries)
	counts := map[int]bool{}
	for _, v := range c.visits {
		before, seen := counts[v.Block]
		clean := canary.Clean(results.Timing{Chunks: v.Chunks, Canaries: v.Canaries}, limit)
		counts[v.Block] = (before || !seen) && len(clean) >= canary.Enough
	}
	n := 0
	for _, good := range counts {
		if good {
			n++
		}
	}
	return n
}
