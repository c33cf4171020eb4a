package render

import (
	"slices"

	"github.com/probecost/probecost/results/analysis"
)

// matrixColumn is a table as one column of a matrix.
type matrixColumn struct {
	head string
	analysis.Table
}

// matrixView has the overheads of several tables side by side: a row for each
// attach type, or program, in the order in which plots have them.
func matrixView(title string, cols []matrixColumn) view {
	v := view{Title: title, Head: []string{newColumns(cols[0].Table).first}}
	for _, c := range cols {
		v.Head = append(v.Head, c.head)
	}
	for _, subject := range subjects(cols) {
		cells := []string{subject}
		for _, c := range cols {
			cells = append(cells, scaled(newColumns(c.Table), c.Row(subject)))
		}
		v.Rows = append(v.Rows, cells)
		for i, c := range cols {
			if r := c.Row(subject); r != nil && r.Estimate == nil {
				v.gap(1+i, note{subject, reason(*r)})
			}
		}
	}
	return v
}

// subjects are those of all columns, controls left out.
func subjects(cols []matrixColumn) []string {
	var all []string
	for _, c := range cols {
		for _, r := range c.Rows {
			if barred(r) && !slices.Contains(all, r.Subject()) {
				all = append(all, r.Subject())
			}
		}
	}
	slices.SortStableFunc(all, func(x, y string) int { return place(x) - place(y) })
	return all
}

// alone are the tables of one worker that a workload drives: others have views
// of their own.
func alone(tables []analysis.Table) []analysis.Table {
	return slices.DeleteFunc(slices.Clone(tables), func(t analysis.Table) bool {
		return t.Workers > 1 || t.Header.Plan.Command != nil
	})
}
