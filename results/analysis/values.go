package analysis

import "github.com/probecost/probecost/results"

// CleanValues are what an event took in each clean chunk of the visits at an
// arm that count, in nanoseconds at the usual speed of the recording, in the
// order in which they were measured: what its costs are percentiles of. There
// are none where the metric is no time.
func (r *Run) CleanValues(arm results.Arm) []float64 {
	counts := map[int]bool{}
	for _, reading := range r.measured.read[arm] {
		counts[reading.Block] = reading.counts
	}
	plan := r.recording.Header.Plan
	var values []float64
	for _, v := range r.recording.Visits {
		if v.Arm != arm || !counts[v.Block] || len(r.measured.pace) == 0 {
			continue
		}
		for _, t := range timings(plan, v) {
			for _, chunk := range cleanChunks(t, r.measured.pace[paceKey{v.Workers, t.CPU}]) {
				values = append(values, chunk/float64(eventsPerChunk(plan, v)))
			}
		}
	}
	return values
}
