package render

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results/analysis"
)

// Table writes tables for a terminal of 80 columns, one after the other.
func Table(w io.Writer, tables []analysis.Table) error { return textViews(w, views(tables)) }

// textViews draws views one after the other for a terminal.
func textViews(w io.Writer, vs []view) error {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if err := textTable(&b, v); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func textTable(b *strings.Builder, v view) error {
	b.WriteString(wrap.Text("", v.Title))
	if len(v.Machine) > 0 {
		b.WriteString(wrap.Text("", strings.Join(v.Machine, " · ")))
	}
	b.WriteString("\n")
	var grid strings.Builder
	if err := drawGrid(&grid, renderer.NewBlueprint(ruled), v); err != nil {
		return err
	}
	for line := range strings.Lines(grid.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	for i, n := range slices.Concat(v.Notes, v.Missing, v.Warnings) {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString(wrap.Text("  "+n.label+": ", n.text))
	}
	return nil
}

// ruled is a table with a line under its head, and nothing else that is not a
// figure.
var ruled = tw.Rendition{
	Borders: tw.BorderNone,
	Symbols: tw.NewSymbols(tw.StyleLight),
	Settings: tw.Settings{
		Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
		Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
	},
}

// drawGrid puts the cells of v in line: the first column on the left, figures on
// the right.
func drawGrid(w io.Writer, r tw.Renderer, v view) error {
	align := make(tw.Alignment, len(v.Head))
	for i := range align {
		align[i] = tw.AlignRight
	}
	align[0] = tw.AlignLeft
	t := tablewriter.NewTable(w,
		tablewriter.WithRenderer(r),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
	)
	t.Header(v.Head)
	if err := t.Bulk(v.Rows); err != nil {
		return err
	}
	return t.Render()
}
