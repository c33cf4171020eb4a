package analysis

import "github.com/probecost/probecost/results"

// cleanWithin is how much slower than the recording's fastest canaries the
// two neighbours of a clean chunk may be.
const cleanWithin = 1.05

// fastestPercentile is that of all canaries which stands for the CPU at its
// fastest. Not the minimum: a clock that once ran short must not make all
// other canaries slow.
const fastestPercentile = 0.5

// slowestClean is the duration up to which a canary shows an undisturbed CPU.
// It is NaN, above which nothing is clean, if there are no canaries.
func slowestClean(visits []results.Visit) float64 {
	var all []float64
	for _, v := range visits {
		for _, c := range v.Canaries {
			all = append(all, float64(c))
		}
	}
	return percentile(all, fastestPercentile) * cleanWithin
}

// cleanChunks returns the durations of the chunks of v that have a canary no
// slower than limit on both sides. They are chosen by this independent
// witness and never by their own duration.
func cleanChunks(v results.Visit, limit float64) []float64 {
	if len(v.Canaries) != len(v.Chunks)+1 {
		return nil
	}
	var clean []float64
	for i, chunk := range v.Chunks {
		if float64(v.Canaries[i]) <= limit && float64(v.Canaries[i+1]) <= limit {
			clean = append(clean, float64(chunk))
		}
	}
	return clean
}
