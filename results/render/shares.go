package render

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// shareRow is a share for other programs. The members and their order are a
// promise; nil is null.
type shareRow struct {
	Kernel   string   `json:"kernel"`
	Workload string   `json:"workload"`
	Handler  string   `json:"handler"`
	Attach   string   `json:"attach"`
	Rate     float64  `json:"rate"`     // events per second
	Overhead *float64 `json:"overhead"` // ns per event
	Share    *float64 `json:"share"`    // of one CPU; 1 is all of it
	Lo       *float64 `json:"lo"`       // 95 % interval of share
	Hi       *float64 `json:"hi"`       //
	Detected bool     `json:"detected"` // the overhead was told from nothing
	Program  string   `json:"program,omitempty"`
	Object   string   `json:"object,omitempty"`
	Reason   *string  `json:"reason"` // null where there is a share
}

// eachShares is what the tables of one worker would take of a CPU.
func eachShares(tables []analysis.Table, rate float64, each func(analysis.Table, []analysis.Share)) error {
	for _, t := range tables {
		if t.Workers > 1 {
			continue
		}
		shares, err := analysis.Shares(t, rate)
		if err != nil {
			return err
		}
		each(t, shares)
	}
	return nil
}

// SharesJSON writes {"rows":[…]}, an object per workload, handler and attach
// type.
func SharesJSON(w io.Writer, tables []analysis.Table, rate float64) error {
	rows := []shareRow{}
	err := eachShares(tables, rate, func(t analysis.Table, shares []analysis.Share) {
		for _, s := range shares {
			row := shareRow{Kernel: t.Header.Environment.Kernel, Workload: t.Workload, Handler: t.Handler, Attach: s.Attach,
				Rate: rate, Share: s.Share, Lo: s.Lo, Hi: s.Hi, Detected: s.Detected(), Program: s.Program, Object: s.Object}
			if s.Estimate != nil {
				row.Overhead = &s.Estimate.Overhead
			}
			if s.Reason != "" {
				row.Reason = &s.Reason
			}
			rows = append(rows, row)
		}
	})
	if err != nil {
		return err
	}
	return writeLines(w, "rows", rows)
}

// Shares writes tables of what each attach type would take of a CPU at a rate
// of events per second, for a terminal.
func Shares(w io.Writer, tables []analysis.Table, rate float64) error {
	var vs []view
	var last *results.Header
	err := eachShares(tables, rate, func(t analysis.Table, shares []analysis.Share) {
		v := view{
			Title: fmt.Sprintf("%s · handler %s · share of one CPU at %s events/s", t.Workload, t.Handler, rateGiven(rate)),
			Head:  []string{"attach type", "ns/event", "share", "95 % interval"},
		}
		if t.Header != last {
			v.Machine, last = machine(t), t.Header
		}
		for _, s := range shares {
			v.Rows = append(v.Rows, shareCells(s))
			if s.Reason != "" {
				v.Missing = append(v.Missing, note{s.Subject(), s.Reason})
			}
		}
		vs = append(vs, v)
	})
	if err != nil {
		return err
	}
	sayOnce(vs)
	if len(vs) > 0 {
		end := &vs[len(vs)-1]
		end.Notes = append(end.Notes, note{"share", "rate × overhead; 100 % is one CPU, whichever CPUs the events are on"})
		end.Warnings = append(end.Warnings, warning("measured in a tight loop, with warm caches: a rare event in a busy system costs more"))
	}
	return textViews(w, vs)
}

// rateGiven is a rate as it was asked for, without an exponent.
func rateGiven(rate float64) string {
	return strings.TrimSuffix(strings.TrimRight(fixed(rate, 3), "0"), ".")
}

func shareCells(s analysis.Share) []string {
	switch {
	case s.Share == nil:
		return []string{s.Subject(), "–", noFigure(s.Row), "–"}
	case !s.Detected():
		return []string{s.Subject(), fixed(s.Estimate.Overhead, 2), "< " + percentAbove(s.Bound), "–"}
	}
	n := percentDigits((*s.Hi - *s.Lo) / 2)
	percent := func(share float64) string { return fixed(100*share, n) + " %" }
	return []string{s.Subject(), fixed(s.Estimate.Overhead, 2), percent(*s.Share), percent(*s.Lo) + " to " + percent(*s.Hi)}
}

// percentAbove is a bound in percent, rounded upwards, so that it stays one.
func percentAbove(share float64) string {
	n := percentDigits(share)
	scale := math.Pow10(n)
	return fixed(math.Ceil(100*share*scale)/scale, n) + " %"
}

// percentDigits is how many digits after the point show two significant ones of
// a share in percent.
func percentDigits(share float64) int {
	if share <= 0 {
		return 2
	}
	return max(0, 1-int(math.Floor(math.Log10(100*share))))
}
