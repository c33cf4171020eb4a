// Package canary says which chunks were measured on an undisturbed CPU. It is
// used twice: by the analysis, and by a run, to know when it has enough.
package canary

import (
	"math"
	"slices"

	"github.com/probecost/probecost/results"
)

// Within is how much slower than the recording's fastest canaries the two
// neighbours of a clean chunk may be. It keeps the steps of a turbo, for which
// chunks are scaled, and leaves out a CPU that shares its core.
//
// On a virtual machine with steps of 0, 3, 8, 11 and 15 %, twelve recordings of
// 30 blocks gave, as standard deviation between recordings of the overheads of
// tracepoint and raw_tracepoint: within 5 %, unscaled, 8 of 12 without a
// result; within 20 %, unscaled, 1.4 and 0.7 ns; within 20 %, scaled, 0.7 and
// 0.3 ns, and A/A differences by block of 1.0 ns instead of 2.7. A limit of
// 30 % or 100 % gave the same.
const Within = 1.2

// fastest is the share of all canaries that are faster than the one which
// stands for the CPU at its fastest. Not the minimum: a clock that once ran
// short must not make all other canaries slow.
const fastest = 0.005

// Enough is the number of clean chunks with which a visit counts.
const Enough = 8

// Limit is the longest that a clean canary may take, given all canaries of a
// CPU in nanoseconds. It is NaN, within which nothing is, if there are none.
func Limit(canaries []float64) float64 {
	if len(canaries) == 0 {
		return math.NaN()
	}
	sorted := slices.Clone(canaries)
	slices.Sort(sorted)
	return sorted[int(math.Round(fastest*float64(len(sorted)-1)))] * Within
}

// Clean returns the indices of the chunks that have a canary within the limit
// on both sides. They are chosen by an independent witness and never by their
// own duration.
func Clean(t results.Timing, limit float64) []int {
	if len(t.Canaries) != len(t.Chunks)+1 {
		return nil
	}
	var clean []int
	for i := range t.Chunks {
		before, after := float64(t.Canaries[i]), float64(t.Canaries[i+1])
		if before > 0 && after > 0 && max(before, after) <= limit {
			clean = append(clean, i)
		}
	}
	return clean
}
