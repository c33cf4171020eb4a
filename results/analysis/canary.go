package analysis

import "github.com/probecost/probecost/results"

// cleanWithin is how much slower than the recording's fastest canaries the two
// neighbours of a clean chunk may be. It keeps the steps of a turbo, for which
// chunks are scaled, and leaves out a CPU that shares its core.
//
// On a virtual machine with steps of 0, 3, 8, 11 and 15 %, twelve recordings of
// 30 blocks gave, as standard deviation between recordings of the overheads of
// tracepoint and raw_tracepoint: within 5 %, unscaled, 8 of 12 without a
// result; within 20 %, unscaled, 1.4 and 0.7 ns; within 20 %, scaled, 0.7 and
// 0.3 ns, and A/A differences by block of 1.0 ns instead of 2.7. A limit of
// 30 % or 100 % gave the same.
const cleanWithin = 1.2

// fastestPercentile is that of all canaries which stands for the CPU at its
// fastest. Not the minimum: a clock that once ran short must not make all
// other canaries slow.
const fastestPercentile = 0.5

// limit is the longest that a clean canary may take. It is NaN, within which
// nothing is, if there are no canaries.
func limit(canaries []float64) float64 {
	return percentile(canaries, fastestPercentile) * cleanWithin
}

// cleanChunks returns what the chunks of t would have taken with the CPU at
// its usual speed, the clock's cost left out: those that have a canary within
// the limit on both sides, scaled by the mean of these two. They are chosen by
// an independent witness and never by their own duration.
func cleanChunks(t results.Timing, p pace) []float64 {
	if len(t.Canaries) != len(t.Chunks)+1 {
		return nil
	}
	var clean []float64
	for i, chunk := range t.Chunks {
		before, after := float64(t.Canaries[i]), float64(t.Canaries[i+1])
		if before > 0 && after > 0 && max(before, after) <= p.limit {
			clean = append(clean, float64(chunk-t.ClockCost)*p.usual/((before+after)/2))
		}
	}
	return clean
}
