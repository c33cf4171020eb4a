package figure

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Row is the name of a row of [Bars] or [Strips]. The rows of a group follow
// each other, and have its name once.
type Row struct{ Group, Name string }

// rowLayout is where rows are, and their names beside them.
type rowLayout struct {
	rows          []placedRow
	group, name   vg.Length // widths of the columns
	height, width vg.Length // of all
}

// placedRow is a row with its names in lines.
type placedRow struct {
	group, name []string
	first       bool      // of a group, and not of all
	top, height vg.Length // top counts downwards
}

var (
	rowStyle   = lettering(9.5, false, ink)
	groupStyle = lettering(9.5, true, ink)
)

// layoutRows gives each row the height that it needs, and the names no more
// than their share of the width.
func layoutRows(rows []Row, least, width vg.Length) rowLayout {
	var names, groups []string
	for _, r := range rows {
		names, groups = append(names, r.Name), append(groups, r.Group)
	}
	l := rowLayout{group: min(widest(groupStyle, groups), width/4), name: min(widest(rowStyle, names), width/3)}
	before := ""
	for i, r := range rows {
		p := placedRow{name: broken(r.Name, rowStyle, l.name), top: l.height}
		if i == 0 || r.Group != before {
			p.group = broken(r.Group, groupStyle, l.group)
		}
		if before = r.Group; i > 0 && len(p.group) > 0 {
			p.first, p.top = true, p.top+vg.Points(6)
		}
		lines := vg.Length(max(len(p.name), len(p.group)))
		p.height = max(least, lines*lineHeight(rowStyle)+vg.Points(2))
		l.height = p.top + p.height
		l.rows = append(l.rows, p)
	}
	for _, column := range []*vg.Length{&l.group, &l.name} {
		if *column > 0 {
			*column += vg.Points(8)
		}
	}
	l.width = l.group + l.name
	return l
}

// draw writes the names, top being that of the first row.
func (l rowLayout) draw(c draw.Canvas, top vg.Length) {
	for _, r := range l.rows {
		if r.first {
			y := top - r.top + vg.Points(3)
			c.StrokeLine2(line(grid, 0.75), c.Min.X, y, c.Max.X, y)
		}
		center := top - r.top - r.height/2
		writeLines(c, aligned(groupStyle, atStart, onMiddle), vg.Point{X: c.Min.X, Y: center}, r.group)
		writeLines(c, aligned(rowStyle, atEnd, onMiddle), vg.Point{X: c.Min.X + l.width - vg.Points(8), Y: center}, r.name)
	}
}

// writeLines writes lines around the height of a point.
func writeLines(c draw.Canvas, style draw.TextStyle, at vg.Point, lines []string) {
	at.Y += lineHeight(style) * vg.Length(len(lines)-1) / 2
	for _, s := range lines {
		c.FillText(style, at, s)
		at.Y -= lineHeight(style)
	}
}

const headHeight = 17 // points, of the name over a panel

var (
	headStyle = lettering(10, true, ink)
	noteStyle = lettering(8, false, faint)
)

// panelHead writes the name of a panel, and as far as there is room a note,
// and returns what is below.
func panelHead(c draw.Canvas, name, note string) draw.Canvas {
	at := vg.Point{X: c.Min.X, Y: c.Max.Y}
	room := c.Max.X - c.Min.X
	if lines := broken(name, headStyle, room); len(lines) > 1 {
		name = lines[0] + "…"
	}
	c.FillText(aligned(headStyle, atStart, atEnd), at, name)
	at.X = c.Max.X
	if headStyle.Width(name)+vg.Points(8)+noteStyle.Width(note) <= room {
		at.Y -= vg.Points(1.5)
		c.FillText(aligned(noteStyle, atEnd, atEnd), at, note)
	}
	return draw.Crop(c, 0, 0, 0, -vg.Points(headHeight))
}
