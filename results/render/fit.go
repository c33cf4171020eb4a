package render

import (
	"slices"

	"github.com/probecost/probecost/internal/wrap"
)

// grid is a head with rows under it.
type grid struct {
	head []string
	rows [][]string
}

// Where a grid is too wide, the names of its first column are broken, but to no
// fewer columns than leastName; if that does not do, the other columns are
// divided among several grids.
const leastName = 24

// padding is what is around each cell.
const padding = 2

// fit makes of a grid as many as it takes for each to fit a terminal. No
// figure is broken or left out.
func fit(g grid) []grid {
	widths := g.widths()
	var grids []grid
	for from := 1; from < len(widths) || from == 1; {
		room := wrap.Columns - padding - min(widths[0], leastName)
		to := from
		for to < len(widths) && (widths[to]+padding <= room || to == from) {
			room -= widths[to] + padding
			to++
		}
		name := min(widths[0], max(leastName, leastName+room))
		grids = append(grids, g.part(name, from, to))
		from = max(to, 2)
	}
	return grids
}

// widths are those of the columns.
func (g grid) widths() []int {
	widths := make([]int, len(g.head))
	for _, cells := range slices.Concat([][]string{g.head}, g.rows) {
		for i, cell := range cells {
			widths[i] = max(widths[i], wrap.Width(cell))
		}
	}
	return widths
}

// part has the first column, in so many columns of the terminal at most, and
// those from one to another. What a name has more is on further lines.
func (g grid) part(name, from, to int) grid {
	p := grid{head: slices.Concat(g.head[:1], g.head[from:to])}
	for _, cells := range g.rows {
		lines := nameLines(cells[0], name)
		p.rows = append(p.rows, slices.Concat(lines[:1], cells[from:to]))
		for _, line := range lines[1:] {
			p.rows = append(p.rows, append([]string{line}, make([]string, to-from)...))
		}
	}
	return p
}

// nameLines breaks a name; the lines after the first are indented.
func nameLines(name string, columns int) []string {
	const indent = "  "
	if wrap.Width(name) <= columns {
		return []string{name}
	}
	lines := wrap.Name(name, columns-len(indent))
	for i := range lines[1:] {
		lines[i+1] = indent + lines[i+1]
	}
	return lines
}
