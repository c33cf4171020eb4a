package render

import (
	"fmt"
	"math"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// Since says in one line what became of all arms of a report of one pair.
func Since(r *compare.Report) string {
	p := r.Pairs[0]
	what := "run"
	if p.Metric == results.Instructions {
		what = "count"
	}
	line := fmt.Sprintf("Linux %s: compared with the %s of %s: %s", p.Kernel, what, p.Old.First.UTC().Format("2006-01-02 15:04"), verdicts(p.Rows))
	if row := furthest(p.Rows); row != nil {
		cells := changeCells(p.Metric, changeDigits(p.Rows), *row)
		line += fmt.Sprintf("; largest change %s %s %s", row.Arm, cells[3], strings.TrimSuffix(string(p.Metric), "/event"))
	}
	return line
}

// verdicts counts them: "12 same, 2 inconclusive".
func verdicts(rows []compare.Row) string {
	count := map[verdict.Verdict]int{}
	for _, r := range rows {
		count[r.Verdict]++
	}
	var parts []string
	for _, v := range []verdict.Verdict{verdict.Worse, verdict.Better, verdict.Same, verdict.Inconclusive} {
		if count[v] == len(rows) {
			return v.String()
		}
		if count[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[v], v))
		}
	}
	return strings.Join(parts, ", ")
}

// furthest is the row that changed by the most of its standard errors, or of
// its unit where it has none; nil if nothing changed.
func furthest(rows []compare.Row) (row *compare.Row) {
	most := 0.0
	for i, r := range rows {
		if r.Change == nil {
			continue
		}
		by := math.Abs(r.Change.Value)
		if se := r.Change.SE(); se > 0 {
			by /= se
		}
		if by > most {
			row, most = &rows[i], by
		}
	}
	return row
}
