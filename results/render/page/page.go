// Package page draws a report as one page of HTML that needs nothing else: no
// script, no file beside it, no network. It knows what a page has, and nothing
// of what was measured. All text comes to it as text, and is escaped.
package page

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"strings"
)

// Page is a report.
type Page struct {
	Title  string
	Answer string     // all of it in a sentence
	Doubts []Note     // why figures are not to be relied on, before any of them
	Facts  [][]string // of each recording: on what, when, by which version
	// PlotCSS is a style sheet that the figures need.
	PlotCSS  template.CSS
	Sections []Section
	Reading  Reading
}

// Section has an entry in the list of contents.
type Section struct {
	ID, Title string
	Text      []string // paragraphs under the title
	Parts     []Part
	Why       []*Why // cells without a figure
}

// Part is a piece of a section. What is empty is not shown; the order is that
// of the members.
type Part struct {
	Title  string // of a subsection
	Text   []string
	Figure *Figure
	Tables []Table // side by side if there is room
	Notes  []Note
	Code   []string // lines of a shell
}

// Figure is a drawing, laid out for a desk and for a phone: svg elements, each
// with a text for those who do not see it.
type Figure struct {
	ID           string
	Title        string
	Facts        []string
	Wide, Narrow template.HTML
}

// Table has a row of headings over it and one beside it.
type Table struct {
	ID      string
	Caption string
	Head    []string
	Rows    []Row
	Notes   []Note
	Words   bool // cells are text, that may have several lines, and not figures
}

// Row is a row of a table; the first cell is its heading.
type Row struct {
	ID    string // by which it may be cited; "" if it may not
	Cells []Cell
}

// Cell is a figure or a word.
type Cell struct {
	Text string
	Why  *Why // there is no figure; nil if there is, and where it goes without saying
}

// Why is the reason for which a figure is missing, under the tables of its
// section.
type Why struct {
	ID     string
	Number int // from 1
	Note
}

// Note is a line under a table: "noise floor: …".
type Note struct{ Label, Text string }

// Reading is what there is to be explained.
type Reading struct {
	Time, Instructions, Drive, Changes, Machines, History bool
}

//go:embed templates/*.html
var files embed.FS

//go:embed style.css
var styleSheet string

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"style":   func() template.CSS { return template.CSS(styleSheet) },
	"heading": func(r Row) Cell { return r.Cells[0] },
	"figures": func(r Row) []Cell { return r.Cells[1:] },
	"last":    func(list []string) int { return len(list) - 1 },
	// A figure, its ± and its unit stay in one line, and so does a kernel.
	"together": strings.NewReplacer("Linux ", "Linux\u00a0", " ± ", "\u00a0±\u00a0", " ns", "\u00a0ns", "< ", "<\u00a0").Replace,
}).ParseFS(files, "templates/*.html"))

// Write writes the page.
func Write(w io.Writer, p Page) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "page.html", p); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
