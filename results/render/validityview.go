package render

import (
	"fmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// validityView says of every table of a recording how far it can be trusted.
func validityView(recording []analysis.Table) view {
	v := view{
		Title: "How sure · " + recordingTitle(recording[0]),
		Head:  []string{"table", "noise floor", "least detectable", "clean chunks", "blocks that count", "positive control"},
	}
	for _, t := range recording {
		cells := []string{t.Name(), "–", "–", "–", blocksThatCount(t), "–"}
		if floor, ok := floorWords(t); ok {
			cells[1] = floor
		}
		if mde, ok := t.MDE(); ok && t.Header.Metric != results.Instructions {
			cells[2] = leastTold(t, mde)
		}
		if t.Header.Metric == results.Time {
			cells[3] = cleanRange(t) + " %"
		}
		if len(t.Controls) > 0 {
			cells[5] = recovered(t.Controls[0], t.Header.Metric)
		}
		v.Rows = append(v.Rows, cells)
	}
	v.Notes = append(runNotes(recording), runWarnings(recording[0].Run)...)
	return v
}

// recovered is what became of a known overhead: "61.2 ± 1.6 of 59.0 ns".
func recovered(c analysis.Control, m results.Metric) string {
	if m == results.Instructions {
		return exact(c.Measured) + " of " + exact(c.Expected)
	}
	n := decimals(c.Half)
	return fmt.Sprintf("%s ± %s of %s ns", fixed(c.Measured, n), fixed(c.Half, n), fixed(c.Expected, n))
}
