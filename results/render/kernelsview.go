package render

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// kernelsViews have the overheads of a metric by attach type and kernel: a view
// for each workload and handler that was measured on several kernels.
func kernelsViews(tables []analysis.Table, metric results.Metric) []view {
	type subject struct{ workload, handler string }
	var order []subject
	groups := map[subject][]analysis.Table{}
	for _, t := range latest(tables, metric) {
		s := subject{t.Workload, t.Handler}
		if groups[s] == nil {
			order = append(order, s)
		}
		groups[s] = append(groups[s], t)
	}
	var vs []view
	for _, s := range order {
		group := groups[s]
		if len(group) < 2 {
			continue
		}
		var cols []matrixColumn
		for i, name := range kernelNames(group) {
			cols = append(cols, matrixColumn{"Linux " + name, group[i]})
		}
		vs = append(vs, matrixView(fmt.Sprintf("%s · handler %s · %s over base", s.workload, s.handler, metric), cols))
	}
	return vs
}

// latest are the tables of a metric by ascending kernel: of a kernel that has
// several recordings those of the one that started last.
func latest(tables []analysis.Table, metric results.Metric) []analysis.Table {
	type key struct{ kernel, name string }
	at := map[key]int{}
	var found []analysis.Table
	for _, t := range alone(tables) {
		if t.Header.Metric != metric {
			continue
		}
		k := key{t.Header.Environment.Kernel, t.Name()}
		i, ok := at[k]
		switch {
		case !ok:
			at[k] = len(found)
			found = append(found, t)
		case !t.Header.Started.Before(found[i].Header.Started):
			found[i] = t
		}
	}
	slices.SortStableFunc(found, func(a, b analysis.Table) int {
		return compareReleases(a.Header.Environment.Kernel, b.Header.Environment.Kernel)
	})
	return found
}

// kernelNames are what the kernels of tables may be called among each other.
func kernelNames(tables []analysis.Table) []string {
	var releases []string
	for _, t := range tables {
		releases = append(releases, t.Header.Environment.Kernel)
	}
	return shortReleases(releases)
}
