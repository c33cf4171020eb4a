package render

import (
	"fmt"
	"io"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/merge"
)

// Merged writes what many machines say for a terminal of 80 columns.
func Merged(w io.Writer, r *merge.Report) error { return textViews(w, mergeViews(r)) }

// MergedMarkdown is [Merged] for the summary of a CI job.
func MergedMarkdown(w io.Writer, r *merge.Report) error { return markdownViews(w, mergeViews(r)) }

// MergedJSON writes the report as it is, for other programs.
func MergedJSON(w io.Writer, r *merge.Report) error {
	return writeIndented(w, r)
}

// mergeViews are the ratios over all machines, then a table for each machine.
func mergeViews(r *merge.Report) []view {
	vs := append(ratioViews(r.NewOverOld, "overhead, new by old"), ratioViews(r.OverBase, "an event with a probe, by one without")...)
	if len(vs) > 0 {
		last := &vs[len(vs)-1]
		last.Notes = append(last.Notes, note{"mean", "geometric, each machine once; what is not a ratio is never pooled across machines"})
	}
	for i, m := range r.Machines {
		vs = append(vs, machineView(i+1, m))
	}
	last := &vs[len(vs)-1] // a report has a machine
	for _, text := range r.Warnings {
		last.Warnings = append(last.Warnings, warning(text))
	}
	return vs
}

// ratioViews are a table for each metric.
func ratioViews(ratios []merge.Ratio, what string) []view {
	var vs []view
	for _, metric := range []results.Metric{results.Time, results.Instructions} {
		v := view{Title: fmt.Sprintf("%s · %s · all machines", what, metric), Head: []string{"arm", "mean", "least", "most", "machines"}}
		for _, r := range ratios {
			if r.Metric == metric {
				v.Rows = append(v.Rows, []string{armLabel(r.Arm), times(r.Mean), times(r.Least), times(r.Most), fmt.Sprint(r.Machines)})
			}
		}
		if len(v.Rows) > 0 {
			vs = append(vs, v)
		}
	}
	return vs
}

// machineView has the figures of one machine, which are its own.
func machineView(number int, m merge.Machine) view {
	v := view{Title: fmt.Sprintf("machine %d · %s", number, m.Metric), Head: []string{"arm", "base", "overhead", "from", "to"}}
	cpu := m.Machine.CPU
	if m.Machine.Virtual {
		cpu += " (virtual)"
	}
	v.Machine = []string{kernel(results.Environment{Kernel: m.Kernel, Arch: m.Machine.Arch}), cpu, "fingerprint " + m.Fingerprint}
	figure := exact
	if m.Metric == results.Time {
		figure = func(x float64) string { return fixed(x, 1) }
	}
	for _, r := range m.Rows {
		v.Rows = append(v.Rows, []string{armLabel(r.Arm), figure(r.Base), figure(r.Overhead), figure(r.Lo), figure(r.Hi)})
	}
	v.Notes = []note{{"sessions", machineSessions(m)}}
	return v
}

// machineSessions says what the figures of a machine are of.
func machineSessions(m merge.Machine) string {
	const minute = "2006-01-02 15:04"
	first, last := m.First.UTC().Format(minute), m.Last.UTC().Format(minute)
	switch {
	case m.Sessions > 1:
		return fmt.Sprintf("%d, %s to %s; medians, and from and to is their range", m.Sessions, first, last)
	case m.Metric == results.Instructions:
		return "1, of " + first + "; exact"
	}
	return "1, of " + first + "; from and to is the 95 % interval"
}

// armLabel is the path of an arm, in a table that has several workloads.
func armLabel(a results.Arm) string {
	return a.Workload + "/" + a.Handler + "/" + analysis.Row{Arm: a}.Label()
}

func times(x float64) string { return fixed(x, 3) + "×" }
