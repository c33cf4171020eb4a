package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// A Plot is a picture of figures, and what it shows in words.
type Plot struct {
	Name    string // of its file, without the ending: "time-6.12.9-empty"
	kind    Kind
	figures string // the main ones, in sentences
	figure  figure.Figure
}

// Plots are those of all tables, of the kinds named, or of all if none is. Their
// names differ.
func Plots(tables []analysis.Table, kinds ...Kind) []Plot {
	var plots []Plot
	for _, k := range tableKinds {
		if len(kinds) > 0 && !slices.Contains(kinds, k.kind) {
			continue
		}
		for _, p := range k.plots(tables) {
			p.kind = k.kind
			plots = append(plots, p)
		}
	}
	return uniquelyNamed(plots)
}

// Kind is what the plot shows.
func (p Plot) Kind() Kind { return p.kind }

// Title says what is shown.
func (p Plot) Title() string { return p.figure.Title }

// Facts say where, when and how often it was measured.
func (p Plot) Facts() []string { return p.figure.Facts }

// Notes say how the plot is to be read.
func (p Plot) Notes() []string { return p.figure.Notes }

// Alt is the plot in words, with its main figures, for those who do not see it.
func (p Plot) Alt() string {
	return p.figure.Title + ", " + strings.Join(p.figure.Facts, ", ") + ". " + strings.TrimSpace(p.figures)
}

// PlotFormats are those of files of plots.
var PlotFormats = figure.Formats

// DefaultPlotFormats are the names of those that are written unless others are
// asked for.
func DefaultPlotFormats() (names []string) {
	for _, f := range PlotFormats {
		if f.Default {
			names = append(names, f.Name)
		}
	}
	return names
}

// CheckPlotFormats returns an error that names those that there are.
func CheckPlotFormats(names []string) error {
	for _, name := range names {
		if _, err := figure.FormatNamed(name); err != nil {
			return err
		}
	}
	return nil
}

// Write draws the plot, with its title and facts, in one of [PlotFormats].
func (p Plot) Write(w io.Writer, format string) error { return p.figure.Write(w, format) }

// Inline draws the plot as an element of a page of HTML that has [PlotCSS],
// laid out for a width in the pixels of CSS. Title and facts are left to the
// page; [Plot.Alt] is in it.
func (p Plot) Inline(w io.Writer, width float64) error { return p.figure.Inline(w, width, p.Alt()) }

// PlotCSS is the style sheet of a page that has plots: light or dark as the
// reader prefers, light in print, and no wider than the page.
func PlotCSS() string { return figure.CSS() }

// metricName is that of a metric in the name of a file.
func metricName(m results.Metric) string {
	if m == results.Time {
		return "time"
	}
	name, _, _ := strings.Cut(string(m), "/")
	return name
}

// fileName joins words by dashes, and keeps of them what is harmless in the
// name of a file.
func fileName(words ...string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("._-+", r):
			return r
		}
		return '_'
	}, strings.Join(words, "-"))
}

// uniquelyNamed numbers plots of the same name, as those of two recordings of a
// kernel have.
func uniquelyNamed(plots []Plot) []Plot {
	names := map[string]int{}
	for i := range plots {
		plots[i].Name = uniqueName(names, plots[i].Name)
	}
	return plots
}

// uniqueName appends a number to a name that was given before.
func uniqueName(names map[string]int, name string) string {
	names[name]++
	for n := names[name]; n > 1; n++ {
		numbered := fmt.Sprintf("%s-%d", name, n)
		if names[numbered] == 0 {
			names[numbered]++
			return numbered
		}
	}
	return name
}
