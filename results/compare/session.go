package compare

import (
	"errors"
	"fmt"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// session is one recording and what it says.
type session struct {
	rec  *results.Recording
	rows map[results.Arm]analysis.Row
	arms []results.Arm // of the rows, in their order, controls left out
}

// sessions analyses recordings. Those that are invalid are left out, and named
// in warnings: they say nothing of what has changed.
func sessions(recs []*results.Recording) (all []session, warnings []string, err error) {
	for _, rec := range recs {
		tables, err := analysis.Analyze(rec)
		if err == nil {
			err = analysis.Check(tables)
		}
		switch {
		case errors.Is(err, analysis.ErrInvalid), errors.Is(err, analysis.ErrNotDeterministic):
			warnings = append(warnings, fmt.Sprintf("left out %s: %s", rec.Name, strings.ReplaceAll(err.Error(), "\n", "; ")))
			continue
		case err != nil && !errors.Is(err, analysis.ErrInconclusive):
			return nil, nil, fmt.Errorf("analyse %s: %w", rec.Name, err)
		}
		all = append(all, newSession(rec, tables))
	}
	return all, warnings, nil
}

// Reliable says whether a recording says anything of what has changed, though
// perhaps not of every arm.
func Reliable(rec *results.Recording) (bool, error) {
	ss, _, err := sessions([]*results.Recording{rec})
	return len(ss) > 0, err
}

func newSession(rec *results.Recording, tables []analysis.Table) session {
	s := session{rec: rec, rows: map[results.Arm]analysis.Row{}}
	for _, t := range tables {
		for _, r := range t.Rows {
			if !r.IsControl() {
				s.rows[r.Arm] = r
				s.arms = append(s.arms, r.Arm)
			}
		}
	}
	return s
}

// estimates are those of an arm in several sessions.
func estimates(ss []session, arm results.Arm) (es []estimate) {
	for _, s := range ss {
		if r, ok := s.rows[arm]; ok && r.Estimate != nil {
			es = append(es, estimate{*r.Estimate, analysis.BetweenSessions(&s.rec.Header, *r.Estimate)})
		}
	}
	return es
}

// estimate is that of one session.
type estimate struct {
	analysis.Estimate
	half float64 // of the 95 % interval that holds between sessions
}

// reason is why sessions have no estimate of an arm.
func reason(ss []session, arm results.Arm) string {
	for _, s := range ss {
		if r, ok := s.rows[arm]; ok && r.Reason != "" {
			return r.Reason
		}
	}
	return "it is not in the recording"
}
