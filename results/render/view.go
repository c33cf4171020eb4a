package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// view is a table in words, before it is drawn in one way or another.
type view struct {
	Title    string
	Machine  []string // facts, to be joined by dots
	Head     []string
	Rows     [][]string
	Notes    []note // what to read the figures with
	Missing  []note // rows without figures, and why
	Warnings []note
	// Key names the table among all of a report, where Title does not.
	Key string
	// Gaps are the reasons of cells without a figure.
	Gaps map[cellAt]note
}

// cellAt is the place of a cell.
type cellAt struct{ row, column int }

// gap gives the reason of a cell of the last row.
func (v *view) gap(column int, why note) {
	if v.Gaps == nil {
		v.Gaps = map[cellAt]note{}
	}
	v.Gaps[cellAt{len(v.Rows) - 1, column}] = why
}

// note is a line under a table: "kprobe: n/a: …".
type note struct{ label, text string }

func warning(text string) note { return note{"warning", text} }

// views describes all tables: counts of several kernels side by side, then all
// recordings.
func views(tables []analysis.Table) []view {
	return append(matrixViews(analysis.KernelMatrices(tables)), recordingsViews(tables)...)
}

// recordingsViews describes tables recording by recording. What holds for all
// of a recording is said once: the machine over its first table, the rest under
// its last.
func recordingsViews(tables []analysis.Table) []view {
	var vs []view
	for _, recording := range byRecording(tables) {
		vs = append(vs, recordingViews(recording)...)
	}
	return vs
}

// byRecording are the tables of each recording.
func byRecording(tables []analysis.Table) (all [][]analysis.Table) {
	for len(tables) > 0 {
		n := 1
		for n < len(tables) && tables[n].Header == tables[0].Header {
			n++
		}
		all = append(all, tables[:n])
		tables = tables[n:]
	}
	return all
}

// recordingViews describes the tables of one recording. Those of several
// workers are not shown by themselves, but side by side.
func recordingViews(tables []analysis.Table) []view {
	var vs []view
	for _, t := range tables {
		if t.Header.Metric == results.CPUTime {
			vs = append(vs, driveView(t))
		} else if t.Workers <= 1 {
			vs = append(vs, newView(t))
		}
	}
	sayOnce(vs)
	for _, t := range tables {
		if len(t.Changes) > 0 && t.Workers <= 1 {
			vs = append(vs, objectView(t))
		}
	}
	for _, t := range tables {
		if len(t.Counters) > 0 && t.Workers <= 1 {
			vs = append(vs, countersView(t))
		}
	}
	if run := tables[0].Run; run != nil {
		for _, s := range run.Scaling {
			vs = append(vs, scalingView(s), throughputView(s))
		}
		if len(run.Times) > 0 {
			vs = append(vs, timesView(run.Times))
		}
	}
	if len(vs) == 0 {
		return nil
	}
	vs[0].Machine = machine(tables[0])
	last := &vs[len(vs)-1]
	last.Notes = append(last.Notes, runNotes(tables)...)
	last.Warnings = append(last.Warnings, runWarnings(tables[0].Run)...)
	return vs
}

// sayOnce keeps of reasons that several views share that under the last.
func sayOnce(vs []view) {
	said := map[note]bool{}
	for i := len(vs) - 1; i >= 0; i-- {
		vs[i].Missing = slices.DeleteFunc(vs[i].Missing, func(n note) bool {
			before := said[n]
			said[n] = true
			return before
		})
	}
}

func newView(t analysis.Table) view {
	v := view{Title: fmt.Sprintf("%s · handler %s · %s", t.Workload, t.Handler, t.Header.Metric), Key: tableKey(t)}
	cols := newColumns(t)
	v.Head = cols.head()
	for _, r := range t.Rows {
		if r.Stats && r.NotMeasured {
			continue // as without bpf stats
		}
		why := note{r.Label(), reason(r)}
		if r.Attach == analysis.Base || !r.IsControl() {
			v.Rows = append(v.Rows, cols.cells(r))
			if r.Estimate == nil {
				v.gap(len(v.Head)-2, why)
			}
		}
		if r.Estimate == nil {
			v.Missing = append(v.Missing, why)
		}
	}
	v.Notes = slices.Concat(notes(t), controlNotes(t), statsNotes(t))
	for _, w := range t.Warnings {
		v.Warnings = append(v.Warnings, warning(w))
	}
	return v
}

// tableKey is that of a view with all figures of a table.
func tableKey(t analysis.Table) string {
	return string(t.Header.Metric) + " " + t.Header.Environment.Kernel + " " + t.Name()
}

// reason is a row's, marked as a lack of the machine where it is one.
func reason(r analysis.Row) string {
	if r.NotMeasured {
		return "n/a: " + r.Reason
	}
	return r.Reason
}

// noFigure stands in place of figures: "n/a", or the first words of the reason.
func noFigure(r analysis.Row) string {
	short, _, _ := strings.Cut(reason(r), ":")
	return short
}

// machine says on what, and when, a table was measured.
func machine(t analysis.Table) []string {
	e := t.Header.Environment
	var facts []string
	add := func(s string) {
		if s != "" {
			facts = append(facts, s)
		}
	}
	add(kernel(e))
	add(cpuModel(e))
	add(workers(t))
	add(date(t))
	return facts
}

func kernel(e results.Environment) string {
	return strings.TrimSpace("Linux " + e.Kernel + " " + e.Arch)
}

func workers(t analysis.Table) string {
	if cpus := t.Header.Plan.CPUs; len(cpus) > 1 {
		return fmt.Sprintf("up to %d workers, the first on CPU %d", len(cpus), t.Header.Plan.CPU)
	}
	return fmt.Sprintf("1 worker on CPU %d", t.Header.Plan.CPU)
}

// cpus is a number of them.
func cpus(n int) string {
	if n == 1 {
		return "1 CPU"
	}
	return fmt.Sprintf("%d CPUs", n)
}

func date(t analysis.Table) string {
	return t.Header.Started.UTC().Format("2006-01-02 15:04 UTC")
}
