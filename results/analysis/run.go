package analysis

import (
	"fmt"
	"maps"
	"slices"

	"github.com/probecost/probecost/results"
)

// Run is what is known of a recording beside its tables.
type Run struct {
	Blocks     int       // that were begun, the discarded ones left out
	Warnings   []string  // of the recording as a whole
	Dropped    []Dropped // visits that do not count for a recorded cause
	Findings   []Finding // see [Validity]
	Times      []Times   // of loading and attaching, by attach type; nil where time was not measured
	CrossCheck []CrossCheck
	Scaling    []Scaling

	recording *results.Recording
	measured  *measured
}

// Dropped is a number of visits with a cause in common.
type Dropped struct {
	Cause  string
	Visits int
}

func newRun(rec *results.Recording, m *measured, tables []Table) *Run {
	run := &Run{
		Blocks:     blocksBegun(rec) - rec.Header.Plan.Discard,
		Warnings:   append(rec.Header.Warnings[:len(rec.Header.Warnings):len(rec.Header.Warnings)], slices.Concat(endedEarly(rec), excess(rec), stolen(rec))...),
		Dropped:    dropped(m),
		Findings:   Validity(rec, tables),
		CrossCheck: crossChecks(tables),
		Scaling:    scalings(tables),
		recording:  rec,
		measured:   m,
	}
	if rec.Header.Metric == results.Time {
		run.Times = times(rec)
	}
	return run
}

// dropped counts the visits that do not count, by cause.
func dropped(m *measured) []Dropped {
	visits := map[string]int{}
	for _, rs := range m.read {
		for _, r := range rs {
			if r.cause != "" {
				visits[r.cause]++
			}
		}
	}
	var ds []Dropped
	for _, cause := range sortedKeys(visits) {
		ds = append(ds, Dropped{cause, visits[cause]})
	}
	return ds
}

// endedEarly says that a recording has fewer blocks than were planned.
func endedEarly(rec *results.Recording) []string {
	switch {
	case rec.End == nil:
		return []string{fmt.Sprintf("the recording was cut short: %d of %d blocks were begun", blocksBegun(rec), rec.Header.Plan.Blocks)}
	case rec.End.Interrupted != "":
		return []string{fmt.Sprintf("the run ended early, after %d of %d blocks: %s", rec.End.Blocks, rec.Header.Plan.Blocks, rec.End.Interrupted)}
	case rec.End.Blocks < rec.Header.Plan.Blocks && rec.Header.Plan.TimeNS > 0:
		return []string{fmt.Sprintf("--time ended the run after %d of %d blocks", rec.End.Blocks, rec.Header.Plan.Blocks)}
	}
	return nil
}

func blocksBegun(rec *results.Recording) int {
	n := 0
	for _, v := range rec.Visits {
		n = max(n, v.Block+1)
	}
	return n
}

// excessive is how many times as many events a handler may see as were driven.
// Those of other processes are among them, and cost the bench CPU time.
const excessive = 1.5

// excess warns of hooks that fire for others much too.
func excess(rec *results.Recording) []string {
	seen, driven := map[string]uint64{}, map[string]uint64{}
	for _, v := range rec.Visits {
		if v.Seen != nil && v.Driven > 0 {
			seen[v.Workload] += *v.Seen
			driven[v.Workload] += v.Driven
		}
	}
	var found []string
	for _, workload := range slices.Sorted(maps.Keys(seen)) {
		if ratio := float64(seen[workload]) / float64(driven[workload]); ratio > excessive {
			found = append(found, fmt.Sprintf("%s: the handlers saw %.1f times as many events as were driven: other processes cause them too, on the bench CPU", workload, ratio))
		}
	}
	return found
}
