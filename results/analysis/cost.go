package analysis

import "github.com/probecost/probecost/results"

// minClean is the number of clean chunks with which a visit counts.
const minClean = 8

// costPercentile is that of a visit's clean chunks which is its cost: what the
// work takes on a CPU that nothing disturbs.
const costPercentile = 10

// Cost is what one visit that counts came to.
type Cost struct {
	Block  int
	Value  float64 // of one event, in the unit of the metric
	Events int     // events in the timed chunks of the visit
}

// reading is all that the analysis takes from a visit.
type reading struct {
	Cost
	mean       float64 // of the clean chunks, of one event; Value is robust
	counts     bool    // Value and mean may be used
	clean      int     // chunks with an undisturbed CPU
	chunks     int     // chunks in all
	throughput float64 // events per second; 0 where the metric is no time
	err        error   // the visit contradicts itself
}

// eventsPerChunk is the number of times the hook fires in one chunk of v.
func eventsPerChunk(p results.Plan, v results.Visit) int { return p.Ops * v.EventsPerOp }

// readTime reads a visit whose chunks are nanoseconds; fastest is the duration
// of a canary on the undisturbed CPU.
func readTime(p results.Plan, v results.Visit, fastest float64) reading {
	clean := cleanChunks(v, fastest)
	perChunk := eventsPerChunk(p, v)
	r := reading{clean: len(clean), chunks: len(v.Chunks), counts: len(clean) >= minClean}
	r.Block = v.Block
	r.Events = perChunk * len(v.Chunks)
	if r.counts {
		r.Value = percentile(clean, costPercentile) / float64(perChunk)
		r.mean = mean(clean) / float64(perChunk)
	}
	if ns := total(v.Chunks); ns > 0 {
		r.throughput = float64(r.Events) / ns * 1e9
	}
	return r
}

// total is the sum of x.
func total(x []int64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v)
	}
	return sum
}
