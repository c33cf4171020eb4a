package render

import (
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/page"
)

// overheadSection has the headline: table and plot.
func overheadSection(s *sheet, r report) {
	c := s.chapter("overhead", "Overhead")
	c.views(figuresView(r.head))
	c.plots(Plots(headTables(r), Bars))
	c.end()
}

// headTables are those that the headline's plot is of.
func headTables(r report) []analysis.Table {
	var ts []analysis.Table
	for _, t := range r.tables {
		if t.Header == r.head.Header && t.Handler == r.head.Handler {
			ts = append(ts, t)
		}
	}
	return ts
}

// figuresView has all figures of a table.
func figuresView(t analysis.Table) view {
	if t.Header.Metric == results.CPUTime {
		return driveView(t)
	}
	return newView(t)
}

// changesSection has old against new programs.
func changesSection(s *sheet, r report) {
	c := s.chapter("changes", "Old against new")
	var vs []view
	for _, t := range r.tables {
		if len(t.Changes) > 0 && t.Workers <= 1 {
			v := objectView(t)
			v.Key = "changes " + tableKey(t)
			if len(r.recordings) > 1 {
				v.Title += " · Linux " + t.Header.Environment.Kernel
			}
			vs = append(vs, v)
		}
	}
	c.views(vs...)
	c.end()
}

// stripSection has what everything else is made of.
func stripSection(s *sheet, r report) {
	c := s.chapter("chunks", "Every clean chunk",
		"What an event took in each chunk, some events that were timed together, while the CPU was undisturbed. The cost of an arm is where a tenth of its chunks is to the left.")
	c.plots(Plots(r.tables, Strip))
	c.end()
}

// handlersSection has overheads by attach type and handler, or workload if all
// recordings have but one handler.
func handlersSection(s *sheet, r report) {
	c := s.chapter("handlers", "By attach type and handler",
		"What a program does at the event comes on top of what it takes to get there. An attach type that hands over the event’s fields ready made takes more to get there, and less to read them.")
	if !slices.ContainsFunc(r.tables, func(t analysis.Table) bool { return t.Handler != r.head.Handler }) {
		c.Title, c.Text = "By attach type and workload", nil
	}
	several := analysis.KernelMatrices(r.tables)
	for _, recording := range r.recordings {
		before := len(c.Parts)
		c.plots(Plots(recording, Stacked))
		if recording[0].Header.Metric != results.Instructions || len(several) == 0 { // else see kernelsSection
			vs := handlersViews(recording)
			for i := range vs {
				vs[i].Key = vs[i].Title + " " + recording[0].Header.Environment.Kernel
			}
			c.views(vs...)
		}
		c.titled(before, recording, r)
	}
	c.end()
}

// titled names the recording that parts are of, if there are several.
func (c *chapter) titled(before int, recording []analysis.Table, r report) {
	if len(c.Parts) > before && len(r.recordings) > 1 {
		c.Parts[before].Title = recordingTitle(recording[0])
	}
}

// kernelsSection has overheads by attach type and kernel.
func kernelsSection(s *sheet, r report) {
	c := s.chapter("kernels", "By kernel")
	c.plots(Plots(r.tables, Kernels))
	if vs := matrixViews(analysis.KernelMatrices(r.tables)); len(vs) > 0 {
		c.part(page.Part{Text: []string{strings.Join(vs[0].Machine, " · ")}})
		c.views(vs...)
	}
	c.end()
}

// clocksSection has time and instructions side by side.
func clocksSection(s *sheet, r report) {
	c := s.chapter("clocks", "Time and instructions")
	var vs []view
	var orders []string
	for _, both := range bothClocks(r.tables) {
		vs = append(vs, both.view())
		orders = append(orders, both.orders()...)
	}
	c.Text = []string{"They need not come in the same order. A trap or a miss in a cache takes long and counts as one instruction or none, while a row of simple instructions takes next to no time: so instructions say what a kernel does, and time what that costs on one CPU."}
	if len(orders) > 0 {
		c.Text = append(c.Text, "Here some orders differ, as far as the intervals tell:")
	} else {
		c.Text = append(c.Text, "Here no pair of attach types is surely the other way round.")
	}
	if len(vs) > 0 {
		var ns []page.Note
		for _, text := range orders {
			ns = append(ns, page.Note{Text: text})
		}
		c.part(page.Part{Notes: ns})
	}
	c.views(vs...)
	c.end()
}

// scalingSection has several CPUs at once.
func scalingSection(s *sheet, r report) {
	c := s.chapter("scaling", "Several CPUs at once")
	for _, recording := range r.recordings {
		if run := recording[0].Run; run != nil {
			c.plots(Plots(recording, Scaling))
			for _, x := range run.Scaling {
				c.views(scalingView(x), throughputView(x))
			}
		}
	}
	c.end()
}

// figuresSection has every figure that is not further above.
func figuresSection(s *sheet, r report) {
	c := s.chapter("figures", "All figures")
	for _, recording := range r.recordings {
		before := len(c.Parts)
		var rest []analysis.Table // without the headline's plot
		for _, t := range recording {
			if t.Header != r.head.Header || t.Handler != r.head.Handler {
				rest = append(rest, t)
			}
		}
		c.plots(Plots(rest, Bars))
		c.views(otherFigures(recording, r.head)...)
		if run := recording[0].Run; run != nil && len(run.Times) > 0 {
			v := timesView(run.Times)
			v.Key = "times " + recording[0].Header.Environment.Kernel
			c.views(v)
		}
		c.titled(before, recording, r)
	}
	c.end()
}

// otherFigures are all tables of a recording but the headline.
func otherFigures(recording []analysis.Table, head analysis.Table) []view {
	var vs []view
	for _, t := range recording {
		if t.Workers > 1 {
			continue // see scalingSection
		}
		if t.Header != head.Header || t.Name() != head.Name() {
			v := figuresView(t)
			v.Notes = nil // see validitySection
			vs = append(vs, v)
		}
		if len(t.Counters) > 0 {
			v := countersView(t)
			v.Key = "counters " + tableKey(t)
			vs = append(vs, v)
		}
	}
	return vs
}
