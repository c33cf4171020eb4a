package analysis

import (
	"fmt"

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
}

// Dropped is a number of visits with a cause in common.
type Dropped struct {
	Cause  string
	Visits int
}

func newRun(rec *results.Recording, m *measured, tables []Table) *Run {
	run := &Run{
		Blocks:     blocksBegun(rec) - rec.Header.Plan.Discard,
		Warnings:   append(rec.Header.Warnings[:len(rec.Header.Warnings):len(rec.Header.Warnings)], endedEarly(rec)...),
		Dropped:    dropped(m),
		Findings:   Validity(rec, tables),
		CrossCheck: crossChecks(tables),
		Scaling:    scalings(tables),
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
