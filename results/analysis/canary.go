package analysis

import (
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/canary"
)

// cleanChunks returns what the clean chunks of t would have taken with the CPU
// at its usual speed, the clock's cost left out: each is scaled by the mean of
// the canaries beside it.
func cleanChunks(t results.Timing, p pace) []float64 {
	var clean []float64
	for _, i := range canary.Clean(t, p.limit) {
		beside := float64(t.Canaries[i]+t.Canaries[i+1]) / 2
		clean = append(clean, float64(t.Chunks[i]-t.ClockCost)*p.usual/beside)
	}
	return clean
}
