package render

import (
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
)

// changeDigits is how many digits after the point are worth showing in half of
// the rows.
func changeDigits(rows []compare.Row) int {
	var ses []float64
	for _, r := range rows {
		if r.Change != nil {
			ses = append(ses, r.Change.SE())
		}
	}
	slices.Sort(ses)
	if len(ses) == 0 {
		return decimals(1)
	}
	return decimals(ses[len(ses)/2])
}

func changeCells(m results.Metric, digits int, r compare.Row) []string {
	figure, change, p := exact, "–", "–"
	if m == results.Time {
		figure = func(x float64) string { return fixed(x, digits) }
	}
	if c := r.Change; c != nil {
		change = withSign(c.Value, figure)
		if m == results.Time {
			change += " ± " + figure((c.Hi-c.Lo)/2)
			p = pValue(*c.Corrected)
		}
	}
	cells := []string{analysis.Row{Arm: r.Arm}.Label(), overheadOf(r.Old, figure), overheadOf(r.New, figure), change, shareOf(r)}
	if m == results.Time {
		cells = append(cells, p)
	}
	if r.Accepted {
		return append(cells, "accepted")
	}
	return append(cells, r.Verdict.String())
}

func overheadOf(f *compare.Figure, figure func(float64) string) string {
	if f == nil {
		return "–"
	}
	return figure(f.Overhead)
}

// shareOf is the change in percent of the old overhead.
func shareOf(r compare.Row) string {
	share, ok := r.Share()
	if !ok {
		return "–"
	}
	return withSign(100*share, func(x float64) string { return fixed(x, 1) })
}

// withSign is a figure with its sign, or 0.
func withSign(x float64, figure func(float64) string) string {
	s := figure(x)
	if strings.Trim(s, "0.") == "" {
		return s
	}
	return signed(s)
}

func pValue(p float64) string {
	if p < 0.001 {
		return "<0.001"
	}
	return fixed(p, 3)
}
