package render

import (
	"io"

	"github.com/probecost/probecost/results/analysis"
)

// timesRow is what loading and attaching takes, for other programs.
type timesRow struct {
	Kernel string     `json:"kernel"`
	Attach string     `json:"attach"`
	Visits int        `json:"visits"`
	Load   timesValue `json:"load_ns"`
	Att    timesValue `json:"attach_ns"`
	Detach timesValue `json:"detach_ns"`
}

// timesValue is a median in nanoseconds with its 95 % interval.
type timesValue struct {
	Median float64 `json:"median"`
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
}

func newTimesValue(m analysis.Median) timesValue { return timesValue{m.Value, m.Lo, m.Hi} }

// Times writes {"times":[…]}, an object per recording and attach type.
func Times(w io.Writer, tables []analysis.Table) error {
	rows := []timesRow{}
	seen := map[*analysis.Run]bool{}
	for _, t := range tables {
		if t.Run == nil || seen[t.Run] {
			continue
		}
		seen[t.Run] = true
		for _, x := range t.Run.Times {
			rows = append(rows, timesRow{t.Header.Environment.Kernel, x.Attach, x.Visits,
				newTimesValue(x.Load), newTimesValue(x.Attached), newTimesValue(x.Detach)})
		}
	}
	return writeLines(w, "times", rows)
}

// hasTimes says whether there is anything for [Times] to write.
func hasTimes(tables []analysis.Table) bool {
	for _, t := range tables {
		if t.Run != nil && len(t.Run.Times) > 0 {
			return true
		}
	}
	return false
}
