// Package render shows estimates: as text, as files for other programs, and as
// plots. What it writes depends on the recordings alone, byte for byte: no
// clock, no locale, no terminal, no file name.
package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/probecost/probecost/results/analysis"
)

// Format is a way to write tables.
type Format struct {
	Name  string // of --format
	File  string // in a folder of results, see [All]; "" is only printed
	About string // one line for help
	Write func(w io.Writer, tables []analysis.Table) error
	// Has says whether there is anything to write into a folder; nil is
	// always.
	Has func(tables []analysis.Table) bool
}

// Formats are all of them, the one for people first.
var Formats = []Format{
	{"table", "table.txt", "tables for a terminal of 80 columns", Table, nil},
	{"markdown", "table.md", "tables for a README or the summary of a job", Markdown, nil},
	{"benchfmt", "bench.txt", "Go benchmark format: benchstat -col /attach reads it", Benchfmt, nil},
	{"json", "rows.json", "one object per arm, numbers null where there are none", JSON, nil},
	{"html", PageFile, "one page with all tables and plots, for a browser", HTML, nil},
	{"csv", "rows.csv", "the same for spreadsheets", CSV, nil},
	{"github", "", "JSON for github-action-benchmark, tool customSmallerIsBetter", GithubAction, nil},
	{"bencher", "", "Bencher Metric Format: bencher run --adapter json", Bencher, nil},
	{"openmetrics", "", "OpenMetrics text, for a node exporter's textfile collector too", OpenMetrics, nil},
	{"times", "times.json", "what loading, attaching and detaching takes, as JSON", Times, hasTimes},
	{"changes", "changes.json", "what programs cost more than their older versions, as JSON", Changes, hasChanges},
}

// FormatNamed returns the format of that name.
func FormatNamed(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: there are %s", name, strings.Join(names, ", "))
}
