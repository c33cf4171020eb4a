package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/merge"
	"github.com/probecost/probecost/results/render/page"
)

// DrawMerged draws all plots of many machines into a folder, which it makes if
// need be, and a page with them, each whole or not at all.
func DrawMerged(dir string, r *merge.Report) (paths []string, err error) {
	return writeAll(dir, func(write func(string, func(io.Writer) error)) {
		writePlots(write, RatioPlots(r), DefaultPlotFormats())
		write(PageFile, func(w io.Writer) error { return MergedHTML(w, r) })
	})
}

// MergedHTML writes what many machines say as one page.
func MergedHTML(w io.Writer, r *merge.Report) error {
	s := &sheet{}
	s.Title, s.Answer = "What BPF programs cost on many machines", mergedAnswer(r)
	for _, text := range r.Warnings {
		s.Doubts = append(s.Doubts, page.Note{Label: "warning", Text: text})
	}
	s.Reading.Machines = true
	for _, m := range r.Machines {
		s.Reading.Time = s.Reading.Time || m.Metric == results.Time
		s.Reading.Instructions = s.Reading.Instructions || m.Metric == results.Instructions
	}
	for _, set := range ratioSets(r) {
		c := s.chapter(set.id, set.title)
		c.views(ratioViews(set.ratios, set.what)...)
		c.plots(ratioPlots(r, set))
		c.end()
	}
	c := s.chapter("machines", "Each machine")
	for i, m := range r.Machines {
		v := machineView(i+1, m)
		c.part(page.Part{Title: v.Title, Text: []string{strings.Join(v.Machine, " · ")}})
		c.views(v)
	}
	c.end()
	return s.write(w)
}

// mergedAnswer has the means of the first workload and handler.
func mergedAnswer(r *merge.Report) string {
	if len(r.OverBase) == 0 {
		return "No two figures make a ratio."
	}
	ratios := r.OverBase
	if i := slices.IndexFunc(ratios, func(x merge.Ratio) bool { return x.Metric == results.Time }); i >= 0 {
		ratios = ratios[i:]
	}
	first := ratios[0]
	ratios = slices.DeleteFunc(slices.Clone(ratios), func(x merge.Ratio) bool {
		return x.Metric != first.Metric || !sameTable(x.Arm, first.Arm)
	})
	slices.SortStableFunc(ratios, func(a, b merge.Ratio) int { return cmp.Compare(a.Mean, b.Mean) })
	var parts []string
	for _, x := range ratios {
		parts = append(parts, analysis.Row{Arm: x.Arm}.Label()+" "+times(x.Mean))
	}
	return fmt.Sprintf("%s of an event of %s with handler %s, by one without a program, as a geometric mean: %s.",
		metricTitle(first.Metric), first.Arm.Workload, first.Arm.Handler, enumerate(parts))
}
