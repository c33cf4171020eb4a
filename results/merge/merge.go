package merge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/verdict"
)

// Recordings puts recordings together by fingerprint. With old ones it also
// tells what became of the overheads, machine by machine. The error wraps
// [analysis.ErrInvalid] if there is none that can be relied on.
func Recordings(before, recs []*results.Recording) (*Report, error) {
	r := &Report{Machines: []Machine{}, OverBase: []Ratio{}}
	sessions, err := r.summarize(recs)
	if err != nil {
		return nil, err
	}
	for _, group := range byFingerprint(sessions) {
		r.Machines = append(r.Machines, newMachine(group))
	}
	r.OverBase = overBase(r.Machines)
	if len(before) == 0 {
		return r, nil
	}
	report, err := compare.Recordings(before, recs, compare.Options{Threshold: compare.Between})
	if err != nil {
		return nil, err
	}
	r.newOverOld(report)
	return r, nil
}

// summarize leaves out what says nothing, and sessions that are there twice.
func (r *Report) summarize(recs []*results.Recording) (ss []*history.Session, err error) {
	first := map[string]string{}
	for _, rec := range recs {
		s, err := history.Summarize(rec)
		switch {
		case errors.Is(err, analysis.ErrInvalid), errors.Is(err, analysis.ErrNotDeterministic), errors.Is(err, verdict.ErrInconclusive):
			r.Warnings = append(r.Warnings, "left out "+strings.ReplaceAll(err.Error(), "\n", "; "))
		case err != nil:
			return nil, fmt.Errorf("summarize %w", err)
		case first[s.ID] != "":
			r.Warnings = append(r.Warnings, fmt.Sprintf("left out %s: the same session as %s", rec.Name, first[s.ID]))
		default:
			first[s.ID] = rec.Name
			ss = append(ss, s)
		}
	}
	if len(ss) == 0 {
		return nil, fmt.Errorf("%w: no recording can be relied on\n%s", analysis.ErrInvalid, strings.Join(r.Warnings, "\n"))
	}
	return ss, nil
}

// byFingerprint puts together the sessions of a machine and metric.
func byFingerprint(ss []*history.Session) (groups [][]*history.Session) {
	for _, s := range ss {
		i := slices.IndexFunc(groups, func(g []*history.Session) bool {
			return g[0].Metric == s.Metric && g[0].Fingerprint == s.Fingerprint
		})
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// newMachine is what the sessions of one machine say together.
func newMachine(ss []*history.Session) Machine {
	s := ss[0]
	m := Machine{Metric: s.Metric, Fingerprint: s.Fingerprint, Machine: s.Machine, Kernel: s.Kernel,
		Sessions: len(ss), First: s.Started, Last: s.Started}
	var arms []results.Arm
	figures := map[results.Arm][]history.Figure{}
	for _, s := range ss {
		if s.Started.Before(m.First) {
			m.First = s.Started
		}
		if s.Started.After(m.Last) {
			m.Last = s.Started
		}
		for _, f := range s.Figures {
			if figures[f.Arm] == nil {
				arms = append(arms, f.Arm)
			}
			figures[f.Arm] = append(figures[f.Arm], f)
		}
	}
	for _, arm := range arms {
		m.Rows = append(m.Rows, newRow(figures[arm]))
	}
	return m
}

func newRow(fs []history.Figure) Row {
	if len(fs) == 1 {
		return Row{fs[0].Arm, fs[0].Base, fs[0].Overhead, fs[0].Lo, fs[0].Hi, 1}
	}
	var base, overhead []float64
	for _, f := range fs {
		base, overhead = append(base, f.Base), append(overhead, f.Overhead)
	}
	return Row{fs[0].Arm, median(base), median(overhead), slices.Min(overhead), slices.Max(overhead), len(fs)}
}

func median(x []float64) float64 {
	slices.Sort(x)
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}
