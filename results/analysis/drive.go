package analysis

import (
	"slices"

	"github.com/probecost/probecost/results"
)

// Driven is what is known of an arm that a command drives. The estimate of its
// row is of a run of the command; an event is one run of the program.
type Driven struct {
	WallNS float64 // of a run of the command, median over the blocks
	// Events of a run, counted in another one of each block: median, least
	// and most. 0 for base, where nothing counts.
	Events, Least, Most float64
}

// PerEvent divides a figure per run by the events of a run; false if they are
// not known.
func (d Driven) PerEvent(perRun float64) (float64, bool) { return perRun / d.Events, d.Events > 0 }

// readDrive reads a visit in which a command ran once. All of its CPU time
// counts: there is no telling what of it was disturbed.
func readDrive(v results.Visit) reading {
	r := reading{counts: len(v.Chunks) > 0, chunks: len(v.Chunks)}
	r.Block, r.Events = v.Block, len(v.Chunks)
	if r.counts {
		r.Value = total(v.Chunks) / float64(len(v.Chunks))
		r.whole = r.Value
	}
	return r
}

// driven describes a row that a command drives; nil if none does.
func driven(rec *results.Recording, arm results.Arm) *Driven {
	if rec.Header.Metric != results.CPUTime {
		return nil
	}
	var wall, events []float64
	for _, v := range rec.Visits {
		if v.Arm != arm {
			continue
		}
		wall = append(wall, float64(v.WallNS))
		if v.Fired > 0 {
			events = append(events, float64(v.Fired))
		}
	}
	if len(wall) == 0 {
		return nil
	}
	d := &Driven{WallNS: median(wall)}
	if len(events) > 0 {
		d.Events, d.Least, d.Most = median(events), slices.Min(events), slices.Max(events)
	}
	return d
}
