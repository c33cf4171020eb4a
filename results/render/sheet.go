package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/probecost/probecost/results/render/page"
)

// sheet is a page in the making.
type sheet struct {
	page.Page
	ids map[string]bool
	err error // the first of a plot that could not be drawn
}

// The widths that plots of a page are laid out for, in the pixels of CSS: a
// phone has another drawing than a desk and paper, with the same letters.
const (
	plotWide   = 860
	plotNarrow = 328
)

// write ends the page.
func (s *sheet) write(w io.Writer) error {
	s.PlotCSS = template.CSS(PlotCSS()) // no part of it comes from a recording
	if s.err != nil {
		return s.err
	}
	return page.Write(w, s.Page)
}

// id is a name that nothing else on the page has.
func (s *sheet) id(name string) string {
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	plain := strings.Trim(noAddress.ReplaceAllString(name, "-"), "-")
	id := plain
	for n := 2; s.ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", plain, n)
	}
	s.ids[id] = true
	return id
}

// noAddress is what would be escaped in an address.
var noAddress = regexp.MustCompile(`[^\w.]+`)

// chapter is a section in the making.
type chapter struct {
	page.Section
	sheet *sheet
}

func (s *sheet) chapter(id, title string, text ...string) *chapter {
	return &chapter{page.Section{ID: s.id(id), Title: title, Text: text}, s}
}

// end puts the chapter onto the page, if it has anything to say.
func (c *chapter) end() {
	if len(c.Parts) > 0 {
		c.sheet.Sections = append(c.sheet.Sections, c.Section)
	}
}

// part adds a piece.
func (c *chapter) part(p page.Part) { c.Parts = append(c.Parts, p) }

// views adds tables, side by side.
func (c *chapter) views(vs ...view) {
	if len(vs) == 0 {
		return
	}
	var p page.Part
	for _, v := range vs {
		p.Tables = append(p.Tables, c.table(v))
	}
	c.part(p)
}

// plots adds figures.
func (c *chapter) plots(all []Plot) {
	for _, p := range all {
		c.part(page.Part{Figure: &page.Figure{
			ID: c.sheet.id("plot-" + p.Name), Title: p.Title(), Facts: p.Facts(),
			Wide: c.sheet.drawing(p, plotWide), Narrow: c.sheet.drawing(p, plotNarrow),
		}})
	}
}

// drawing is a plot as an element; what it has of a recording is escaped.
func (s *sheet) drawing(p Plot, width float64) template.HTML {
	var b bytes.Buffer
	if err := p.Inline(&b, width); err != nil && s.err == nil {
		s.err = fmt.Errorf("draw %s: %w", p.Name, err)
	}
	return template.HTML(b.String())
}

// table is a view with an address for itself and each of its rows.
func (c *chapter) table(v view) page.Table {
	key := v.Key
	if key == "" {
		key = v.Title
	}
	t := page.Table{ID: c.sheet.id(key), Caption: v.Title, Head: v.Head}
	for i, cells := range v.Rows {
		row := page.Row{ID: c.sheet.id(t.ID + " " + strings.TrimSpace(cells[0]))}
		for j, text := range cells {
			cell := page.Cell{Text: strings.TrimSpace(text)}
			if why, ok := v.Gaps[cellAt{i, j}]; ok {
				cell.Why = c.why(why)
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = pageNotes(slices.Concat(v.Notes, v.Warnings))
	return t
}

// why is the reason of a figure that is missing, the same for all cells that
// share it.
func (c *chapter) why(n note) *page.Why {
	for _, w := range c.Why {
		if w.Note == pageNote(n) {
			return w
		}
	}
	number := len(c.Why) + 1
	w := &page.Why{ID: c.sheet.id(fmt.Sprintf("%s-why-%d", c.ID, number)), Number: number, Note: pageNote(n)}
	c.Why = append(c.Why, w)
	return w
}

func pageNote(n note) page.Note { return page.Note{Label: n.label, Text: n.text} }

func pageNotes(ns []note) []page.Note {
	var all []page.Note
	for _, n := range ns {
		all = append(all, pageNote(n))
	}
	return all
}
