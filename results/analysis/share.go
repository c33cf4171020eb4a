package analysis

import (
	"errors"

	"github.com/probecost/probecost/results"
)

// Share is what a program would take of a CPU at a rate of events: the rate
// times the overhead. 1 is a whole CPU.
type Share struct {
	Row                    // of the arm
	Share, Lo, Hi *float64 // with its 95 % interval; nil where Reason says why
	// Bound is the share of the least overhead that the run could have
	// found: if Share is less, nothing was found.
	Bound float64
}

// Detected says whether there is an overhead that was told from nothing.
func (s Share) Detected() bool { return s.Share != nil && max(*s.Share, -*s.Share) >= s.Bound }

// ErrNotTime says that instructions were counted where time is needed.
var ErrNotTime = errors.New("these recordings are counts: instructions are not time, and tell no share of a CPU; measure time with `probecost run` and name its recording")

// Shares is what each attach type of a table would take of a CPU at a rate, in
// events per second.
func Shares(t Table, rate float64) ([]Share, error) {
	if t.Header.Metric != results.Time {
		return nil, ErrNotTime
	}
	perNS := rate / 1e9
	scale := func(ns float64) *float64 { x := ns * perNS; return &x }
	var shares []Share
	for _, r := range t.Rows {
		if r.IsControl() || r.Stats {
			continue
		}
		s := Share{Row: r}
		if e := r.Estimate; e != nil {
			s.Share = scale(e.Overhead)
			s.Lo, s.Hi, s.Bound = scale(e.Interval.Lo), scale(e.Interval.Hi), *scale(e.Interval.MDE)
		}
		shares = append(shares, s)
	}
	return shares, nil
}
