package render

import (
	"io"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// changeRow is what a program costs more than its older version, for other
// programs.
type changeRow struct {
	Kernel    string         `json:"kernel"`
	Workload  string         `json:"workload"`
	Program   string         `json:"program"`
	Attach    string         `json:"attach"`
	Old       string         `json:"old"` // labels of the objects
	New       string         `json:"new"`
	Metric    results.Metric `json:"metric"`
	Change    *float64       `json:"change"` // new − old; null where there is none
	Lo        *float64       `json:"lo"`     // 95 % interval of change
	Hi        *float64       `json:"hi"`
	Threshold *float64       `json:"threshold"` // beyond which it matters
	Verdict   string         `json:"verdict"`
	Reason    *string        `json:"reason"` // null where there is a change
}

// Changes writes {"changes":[…]}, an object per program.
func Changes(w io.Writer, tables []analysis.Table) error {
	rows := []changeRow{}
	for _, t := range tables {
		for _, c := range t.Changes {
			row := changeRow{Kernel: t.Header.Environment.Kernel, Workload: t.Workload, Program: c.New.Program, Attach: c.New.Attach,
				Old: c.Old.Object, New: c.New.Object, Metric: t.Header.Metric, Verdict: c.Verdict.String()}
			if c.Reason != "" {
				row.Reason = &c.Reason
			} else {
				row.Change, row.Lo, row.Hi, row.Threshold = &c.Diff, &c.Interval.Lo, &c.Interval.Hi, &c.Threshold
			}
			rows = append(rows, row)
		}
	}
	return writeLines(w, "changes", rows)
}

// hasChanges says whether there is anything for [Changes] to write.
func hasChanges(tables []analysis.Table) bool {
	return slices.ContainsFunc(tables, func(t analysis.Table) bool { return len(t.Changes) > 0 })
}
