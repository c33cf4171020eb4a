package render

import (
	"io"

	"github.com/fatih/color"

	"github.com/probecost/probecost/results/verdict"
)

// InColour has tables that are written to w for a terminal be coloured. The
// colours say nothing that the words do not.
func InColour(w io.Writer) io.Writer { return colours{w} }

// colours marks a writer that wants them.
type colours struct{ io.Writer }

// painter gives a cell, or the text of a note, its colour.
type painter func(string) string

func plain(text string) string { return text }

// hues are the words that have a colour.
var hues = map[string]color.Attribute{
	verdict.Worse.String():        color.FgRed,
	verdict.Better.String():       color.FgGreen,
	verdict.Inconclusive.String(): color.FgYellow,
	notAvailable:                  color.Faint,
}

// painted colours a text that is such a word.
func painted(text string) string {
	hue, ok := hues[text]
	if !ok {
		return text
	}
	c := color.New(hue)
	c.EnableColor() // whether the output is a terminal was decided before
	return c.Sprint(text)
}

// painted is the grid with all cells painted.
func (g grid) painted(paint painter) grid {
	out := grid{head: g.head}
	for _, cells := range g.rows {
		row := make([]string, len(cells))
		for i, cell := range cells {
			row[i] = paint(cell)
		}
		out.rows = append(out.rows, row)
	}
	return out
}
