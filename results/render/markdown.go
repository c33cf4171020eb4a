package render

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/renderer"

	"github.com/probecost/probecost/results/analysis"
)

// Markdown writes tables for a README or the summary of a CI job.
func Markdown(w io.Writer, tables []analysis.Table) error { return markdownViews(w, views(tables)) }

// markdownViews draws views one after the other in Markdown.
func markdownViews(w io.Writer, vs []view) error {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString("\n")
		}
		if err := markdownTable(&b, escapeView(v)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(b *strings.Builder, v view) error {
	b.WriteString("**" + v.Title + "**")
	if len(v.Machine) > 0 {
		b.WriteString("  \n" + strings.Join(v.Machine, " · "))
	}
	b.WriteString("\n\n")
	if err := drawGrid(b, renderer.NewMarkdown(), v); err != nil {
		return err
	}
	for i, n := range slices.Concat(v.Notes, v.Missing, v.Warnings) {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + n.label + ": " + n.text + "\n")
	}
	return nil
}

// markup has a meaning in Markdown wherever it stands, but for "<" before a
// space. Names like task_rename come through as they are, because an underscore
// within a word has none.
var markup = strings.NewReplacer(
	`\`, `\\`, `|`, `\|`, "`", "\\`", `*`, `\*`, `< `, `< `, `<`, `&lt;`, `[`, `\[`, `]`, `\]`, "\n", " ", "\r", " ")

// escapeView escapes all text of v, which no renderer does for us.
func escapeView(v view) view {
	rows := make([][]string, len(v.Rows))
	for i, cells := range v.Rows {
		rows[i] = escape(cells)
	}
	return view{Title: markup.Replace(v.Title), Machine: escape(v.Machine), Head: escape(v.Head), Rows: rows,
		Notes: escapeNotes(v.Notes), Missing: escapeNotes(v.Missing), Warnings: escapeNotes(v.Warnings)}
}

func escapeNotes(ns []note) []note {
	out := make([]note, len(ns))
	for i, n := range ns {
		out[i] = note{markup.Replace(n.label), markup.Replace(n.text)}
	}
	return out
}

func escape(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = markup.Replace(s)
	}
	return out
}
