package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// costPercentile is that of a visit's clean chunks which is its cost: what the
// work takes on a CPU that nothing disturbs.
const costPercentile = 10

// Cost is what one visit that counts came to.
type Cost struct {
	Block  int
	Value  float64 // of one event, in the unit of the metric
	Events int     // events in the timed chunks of the visit, of all workers
}

// Exported is the value to thousandths, which is what other programs get.
func (c Cost) Exported() float64 { return math.Round(c.Value*1000) / 1000 }

// reading is all that the analysis takes from a visit.
type reading struct {
	Cost
	counts     bool    // Value and whole may be used
	cause      string  // why it does not count, if for a recorded cause
	whole      float64 // of one event, by all chunks and all canaries, at the usual speed
	clean      int     // chunks with an undisturbed CPU
	chunks     int     // chunks in all
	usual      float64 // share of the chunks with the same count, where the metric is exact
	throughput float64 // events per second of all workers; 0 where the metric is no time
	err        error   // the visit contradicts itself
}

// eventsPerChunk is the number of times the hook fires in one chunk of v.
func eventsPerChunk(p results.Plan, v results.Visit) int { return p.ChunkOps(v) * v.EventsPerOp }

// readTime reads a visit whose chunks are nanoseconds. Of several workers the
// cost is the mean of theirs, each at the pace of its own CPU.
func readTime(p results.Plan, v results.Visit, at map[paceKey]pace) reading {
	perChunk := eventsPerChunk(p, v)
	all := timings(p, v)
	r := reading{counts: true}
	r.Block = v.Block
	for _, t := range all {
		speed := at[paceKey{v.Workers, t.CPU}]
		clean := cleanChunks(t, speed)
		r.clean += len(clean)
		r.chunks += len(t.Chunks)
		r.Events += perChunk * len(t.Chunks)
		r.counts = r.counts && len(clean) >= canary.Enough
		r.Value += percentile(clean, costPercentile) / float64(perChunk*len(all))
		if ns := total(t.Chunks); ns > 0 {
			r.throughput += float64(perChunk*len(t.Chunks)) / ns * 1e9
			r.whole += wholeCost(t, speed) / float64(perChunk*len(all))
		}
	}
	return r
}

// wholeCost is what a chunk takes over the whole visit, nothing left out, at
// the usual speed. Chunks and canaries take turns, so that the CPU's speed,
// and whatever takes its time, is in both by the same share.
func wholeCost(t results.Timing, p pace) float64 {
	n := float64(len(t.Chunks))
	return (total(t.Chunks)/n - float64(t.ClockCost)) * p.usual / (total(t.Canaries) / (n + 1))
}

// total is the sum of x.
func total(x []int64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v)
	}
	return sum
}
