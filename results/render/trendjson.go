package render

import (
	"io"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/verdict"
)

// seriesJSON is a series for other programs. The members and their order are a
// promise; nil is null.
type seriesJSON struct {
	Metric  results.Metric  `json:"metric"`
	Machine history.Machine `json:"machine"`
	results.Arm
	Points   []trendPoint  `json:"points"`   // by the time of their sessions
	Replaced []trendMark   `json:"replaced"` // kernel, probecost or handlers
	Changes  []trendChange `json:"changes"`  // of the cost, by the figures alone
	Gate     trendGate     `json:"gate"`
}

type trendPoint struct {
	ID          string    `json:"id"`
	Started     time.Time `json:"started"`
	Fingerprint string    `json:"fingerprint"`
	Base        float64   `json:"base"` // unit of the metric, as all figures
	Overhead    float64   `json:"overhead"`
	Lo          float64   `json:"lo"` // 95 % interval of overhead
	Hi          float64   `json:"hi"`
}

// trendMark and trendChange happened before the point with the index At.
type trendMark struct {
	At   int    `json:"at"`
	What string `json:"what"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

type trendChange struct {
	At  int     `json:"at"`
	Old float64 `json:"old"`
	New float64 `json:"new"`
}

// trendGate is what is said of the last two points. Without a verdict there are
// no figures.
type trendGate struct {
	Sessions int              `json:"sessions"` // that predict them
	Lo       *float64         `json:"lo"`       // what is predicted of overhead
	Hi       *float64         `json:"hi"`
	Pinned   *float64         `json:"pinned"` // overhead of the reference
	Verdict  *verdict.Verdict `json:"verdict"`
	Reason   string           `json:"reason,omitempty"`
}

// TrendJSON writes {"series":[…]}, an object per arm and machine.
func TrendJSON(w io.Writer, all []history.Series) error {
	series := []seriesJSON{}
	for _, s := range all {
		series = append(series, newTrendSeries(s))
	}
	return writeIndented(w, map[string]any{"series": series})
}

func newTrendSeries(s history.Series) seriesJSON {
	t := seriesJSON{Metric: s.Metric, Machine: s.Machine, Arm: s.Arm, Replaced: []trendMark{}, Changes: []trendChange{}}
	for _, p := range s.Points {
		t.Points = append(t.Points, trendPoint{p.ID, p.Started.UTC(), p.Fingerprint, p.Base, p.Overhead, p.Lo, p.Hi})
	}
	for _, m := range s.Marks {
		t.Replaced = append(t.Replaced, trendMark(m))
	}
	for _, c := range s.Changes {
		t.Changes = append(t.Changes, trendChange(c))
	}
	g := s.Gate
	t.Gate = trendGate{Sessions: g.Sessions, Pinned: g.Pinned, Reason: g.Reason}
	if g.Judged {
		t.Gate.Lo, t.Gate.Hi, t.Gate.Verdict = &g.Lo, &g.Hi, &g.Verdict
	}
	return t
}
