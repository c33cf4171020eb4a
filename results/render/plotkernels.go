package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/figure"
)

// kernelPlots show how overheads moved from kernel to kernel: of counts, and of
// times on one machine.
func kernelPlots(tables []analysis.Table) (plots []Plot) {
	type machine struct {
		metric    results.Metric
		arch, cpu string
		virtual   bool
	}
	for _, group := range grouped(tables, func(t analysis.Table) any {
		e := t.Header.Environment
		return machine{t.Header.Metric, e.Arch, e.CPU, e.Hypervisor}
	}) {
		byHandler := map[string][]analysis.KernelMatrix{}
		for _, m := range analysis.ByKernel(group) {
			byHandler[m.Handler] = append(byHandler[m.Handler], m)
		}
		for _, handler := range handlersOf(group) {
			if matrices := byHandler[handler]; len(matrices) > 0 {
				plots = append(plots, kernelPlot(matrices))
			}
		}
	}
	return plots
}

// handlersOf are those of tables, in their order.
func handlersOf(tables []analysis.Table) (names []string) {
	for _, t := range tables {
		if !slices.Contains(names, t.Handler) {
			names = append(names, t.Handler)
		}
	}
	return names
}

func kernelPlot(matrices []analysis.KernelMatrix) Plot {
	kernels := allKernels(matrices)
	var ticks []figure.Tick
	for i, k := range kernels {
		ticks = append(ticks, figure.Tick{X: float64(i), Name: k.Label})
	}
	var panels []figure.LinePanel
	words := ""
	for _, m := range matrices {
		panel := figure.LinePanel{Name: m.Workload, X: categories(len(ticks)), Ticks: ticks, FromZero: true, Aside: true}
		for i, name := range kernelSubjects(matrices) {
			panel.Series = append(panel.Series, kernelSeries(m, kernels, name, i))
		}
		panels = append(panels, panel)
		for _, k := range m.Kernels {
			words += fmt.Sprintf("%s on Linux %s: %s. ", m.Workload, k.Label, overheadWords(k.Table, attachedSubjects(m)))
		}
	}
	h := kernels[len(kernels)-1].Header
	f := figure.Figure{
		Title: adds(h.Metric) + " that a BPF program adds to each event, by kernel · " + ofHandler(matrices[0].Handler),
		Facts: kernelFacts(matrices, kernels), Caption: string(h.Metric) + " over base",
		Date: h.Started, Drawing: figure.Lines{Ranges: intervalWords, Panels: panels},
	}
	if h.Metric == results.Time {
		f.Notes = []string{"between kernels of one machine, mitigations and base differ too: no line is the work of a probe alone"}
	}
	return Plot{Name: fileName("kernels", metricName(h.Metric), matrices[0].Handler), figures: words, figure: f}
}

// allKernels are those of all matrices, one of which may lack a kernel, from
// the oldest to the newest release.
func allKernels(matrices []analysis.KernelMatrix) (kernels []analysis.KernelColumn) {
	for _, m := range matrices {
		for _, k := range m.Kernels {
			if !slices.ContainsFunc(kernels, func(other analysis.KernelColumn) bool { return other.Label == k.Label }) {
				kernels = append(kernels, k)
			}
		}
	}
	slices.SortStableFunc(kernels, func(a, b analysis.KernelColumn) int {
		return cmp.Or(results.CompareReleases(a.Header.Environment.Kernel, b.Header.Environment.Kernel), strings.Compare(a.Label, b.Label))
	})
	return kernels
}

// attachedSubjects are the rows of a matrix without base.
func attachedSubjects(m analysis.KernelMatrix) []string {
	return slices.DeleteFunc(slices.Clone(m.Subjects), func(name string) bool { return name == analysis.Base })
}

// kernelSubjects are those of all matrices, so that each has its line in every
// panel.
func kernelSubjects(matrices []analysis.KernelMatrix) (names []string) {
	for _, m := range matrices {
		for _, name := range attachedSubjects(m) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// kernelSeries has a gap at each kernel that has no figure.
func kernelSeries(m analysis.KernelMatrix, kernels []analysis.KernelColumn, name string, style int) figure.Series {
	s := figure.Series{Name: name, Style: style}
	for i, kernel := range kernels {
		p := overheadPoint(nil)
		for _, k := range m.Kernels {
			if k.Label == kernel.Label {
				p = overheadPoint(k.Row(name))
			}
		}
		p.X = float64(i)
		s.Points = append(s.Points, p)
	}
	return s
}

// kernelFacts are the whole names of the kernels, and what they have in common.
func kernelFacts(matrices []analysis.KernelMatrix, kernels []analysis.KernelColumn) []string {
	var tables []analysis.Table
	for _, m := range matrices {
		for _, k := range m.Kernels {
			tables = append(tables, k.Table)
		}
	}
	var releases, days []string
	for _, k := range kernels {
		releases = append(releases, k.Header.Environment.Kernel)
		days = append(days, k.Header.Started.UTC().Format(time.DateOnly))
	}
	e := kernels[0].Header.Environment
	return []string{
		"Linux " + strings.Join(releases, ", "), strings.TrimSpace(cpuModel(e) + " " + e.Arch), workers(tables[0]),
		span(slices.Min(days), slices.Max(days)), howOften(tables),
	}
}
