package history

import (
	"slices"
	"time"

	"github.com/probecost/probecost/results"
)

// Series is one arm on one machine over time.
type Series struct {
	Metric  results.Metric
	Machine Machine
	Arm     results.Arm
	Points  []Point  // by the time of their sessions
	Marks   []Mark   // where something else was changed
	Changes []Change // where the cost changed, by the figures alone
	Gate    Gate     // of the last sessions
}

// Point is the figure of one session.
type Point struct {
	ID          string
	Started     time.Time
	Fingerprint string
	Figure
}

// Mark is something that was replaced before a point.
type Mark struct {
	At       int    // index of the point
	What     string // "kernel", "probecost", "handlers"
	Old, New string
}

// Series of all machines and arms, in the order in which they first come.
func (h *History) Series() []Series {
	type key struct {
		metric  results.Metric
		machine Machine
		arm     results.Arm
	}
	at := map[key]int{}
	before := map[key]Session{}
	var all []Series
	for _, s := range h.Sessions {
		for _, f := range s.Figures {
			k := key{s.Metric, s.Machine, f.Arm}
			i, ok := at[k]
			if !ok {
				i = len(all)
				at[k] = i
				all = append(all, Series{Metric: s.Metric, Machine: s.Machine, Arm: f.Arm})
			}
			all[i].add(s, f, before[k])
			before[k] = s
		}
	}
	for i := range all {
		all[i].Changes = changes(all[i])
		all[i].Gate = gate(all[i], h.pinned(all[i].Points))
	}
	return all
}

func (x *Series) add(s Session, f Figure, before Session) {
	if len(x.Points) > 0 {
		for _, c := range []struct{ what, old, new string }{
			{"kernel", before.Kernel, s.Kernel}, {"probecost", before.Probecost, s.Probecost}, {"handlers", before.Handlers, s.Handlers},
		} {
			if c.old != c.new {
				x.Marks = append(x.Marks, Mark{len(x.Points), c.what, c.old, c.new})
			}
		}
	}
	x.Points = append(x.Points, Point{s.ID, s.Started, s.Fingerprint, f})
}

// pinned is the index of the point that the last ones are held against, −1 if
// there is none: the last that was pinned, with the fingerprint of the last.
func (h *History) pinned(ps []Point) int {
	for i := len(h.Pinned) - 1; i >= 0; i-- {
		at := slices.IndexFunc(ps, func(p Point) bool { return p.ID == h.Pinned[i] })
		if at >= 0 && ps[at].Fingerprint == ps[len(ps)-1].Fingerprint {
			return at
		}
	}
	return -1
}

// overheads are those of ps.
func overheads(ps []Point) []float64 {
	x := make([]float64, len(ps))
	for i, p := range ps {
		x[i] = p.Overhead
	}
	return x
}
