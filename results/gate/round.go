package gate

import (
	"fmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
)

// round is a set of sessions that are compared with each other.
type round struct {
	Options
	measure  Measure
	confirms bool
	turn     int // that was made last
	recorded [2][]*results.Recording
	reliable [2]int
}

// patience is how many turns are made for a first session of each build that can
// be relied on.
const patience = 3

// size is how many sessions of each build it takes: fixed, or as the pilot says,
// which are the fewest that could have a verdict at all.
func (r *round) size(tell func(string)) (int, error) {
	if r.Sessions > 0 {
		return r.Sessions, nil
	}
	report, err := r.record(1, min(patience, r.Most))
	if err != nil {
		return 0, err
	}
	pilot := min(compare.Least(report.Arms()), r.Most)
	tell(fmt.Sprintf("pilot: %d sessions of each build", pilot))
	if report, err = r.record(pilot, r.Most); err != nil {
		return 0, err
	}
	needed := report.Needed()
	n := max(pilot, min(needed, r.Most))
	switch {
	case needed > n:
		tell(fmt.Sprintf("%d sessions of each build, as no more are allowed: a verdict on every arm would take about %d", n, needed))
	case n > pilot:
		tell(fmt.Sprintf("%d sessions of each build, for a verdict on every arm", n))
	default:
		tell("these are enough for a verdict on every arm")
	}
	return n, nil
}

// record makes turns until n sessions of each build can be relied on, or so many
// turns were made, and compares all of them.
func (r *round) record(n, most int) (*compare.Report, error) {
	for min(r.reliable[Old], r.reliable[New]) < n && r.turn < most {
		r.turn++
		turns := max(n, r.turn)
		for i, b := range order(r.turn) {
			if err := r.one(Session{r.confirms, b, r.turn, turns, 2*(turns-r.turn) + 2 - i}); err != nil {
				return nil, err
			}
		}
	}
	return compare.Recordings(r.recorded[Old], r.recorded[New], compare.Options{Threshold: r.Threshold})
}

func (r *round) one(s Session) error {
	rec, err := r.measure(s)
	if err != nil {
		return err
	}
	ok, err := compare.Reliable(rec)
	if ok {
		r.reliable[s.Build]++
	}
	r.recorded[s.Build] = append(r.recorded[s.Build], rec)
	return err
}

// order is who comes first in a turn: old, new, new, old, so that what changes on
// the machine meanwhile meets both alike.
func order(turn int) []Build {
	if turn%2 == 1 {
		return []Build{Old, New}
	}
	return []Build{New, Old}
}
