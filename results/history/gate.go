package history

import (
	"fmt"

	"github.com/aclements/go-moremath/stats"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/verdict"
)

const (
	window = 20 // sessions that predict the last two
	enough = 10 // sessions without which there is no verdict
)

// Gate holds the last two sessions of a series against those before them with
// the same fingerprint: a change is one that both have, so that every alarm is
// confirmed by a fresh session.
type Gate struct {
	Sessions int     // that predict the last two
	Lo, Hi   float64 // prediction interval of an overhead; both 0 if not Judged
	// Judged is false where there are too few sessions, and where the metric
	// is exact: counts are for compare to judge.
	Judged  bool
	Verdict verdict.Verdict
	Reason  string // of a verdict that is neither same nor better
	// Pinned is the overhead of the reference, nil if there is none.
	Pinned *float64
}

// gate judges a series. pinned is the index of its reference, or −1.
func gate(s Series, pinned int) Gate {
	if s.Metric != results.Time {
		return Gate{}
	}
	x := overheads(alike(s.Points))
	past := x[:max(0, len(x)-2)]
	past = past[max(0, len(past)-window):]
	g := Gate{Sessions: len(past)}
	if pinned >= 0 {
		g.Pinned = &s.Points[pinned].Overhead
	}
	if len(past) < enough {
		g.Reason = fmt.Sprintf("%d sessions with this fingerprint, %d are needed for a verdict", len(x), enough+2)
		return g
	}
	before, last := x[len(x)-2], x[len(x)-1]
	p := predict(past, stats.Mean(past), len(past))
	g.Judged, g.Lo, g.Hi = true, p.center-p.half, p.center+p.half
	g.Verdict = p.confirmed(before, last)
	switch {
	case g.Verdict == verdict.Worse:
		g.Reason = "more than the sessions before it predict, twice"
	case g.Verdict == verdict.Inconclusive:
		g.Reason = "more than the sessions before it predict: record another to confirm it"
	case g.Pinned != nil && predict(past, *g.Pinned, 1).confirmed(before, last) == verdict.Worse:
		g.Verdict, g.Reason = verdict.Worse, "more than the reference, twice: it crept"
	}
	return g
}

// alike are the points with the fingerprint of the last.
func alike(ps []Point) (same []Point) {
	for _, p := range ps {
		if p.Fingerprint == ps[len(ps)-1].Fingerprint {
			same = append(same, p)
		}
	}
	return same
}
