package render

import (
	"slices"

	"github.com/probecost/probecost/results/analysis"
)

// sideColumn is a table as one column beside others.
type sideColumn struct {
	head string
	analysis.Table
}

// sideBySide has the overheads of several tables side by side: a row for each
// attach type, or program, in the order in which they come.
func sideBySide(title string, cols []sideColumn) view {
	v := view{Title: title, Head: []string{newColumns(cols[0].Table).first}}
	for _, c := range cols {
		v.Head = append(v.Head, c.head)
	}
	for _, subject := range subjects(columnTables(cols), attached) {
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

// columnTables are the tables of columns.
func columnTables(cols []sideColumn) (tables []analysis.Table) {
	for _, c := range cols {
		tables = append(tables, c.Table)
	}
	return tables
}

// alone are the tables of one worker that a workload drives: others have views
// of their own.
func alone(tables []analysis.Table) []analysis.Table {
	return slices.DeleteFunc(slices.Clone(tables), func(t analysis.Table) bool {
		return t.Workers > 1 || t.Header.Plan.Command != nil
	})
}
