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
	var vs []view
	for _, m := range analysis.ByKernel(ofMetric(alone(tables), metric)) {
		var cols []sideColumn
		for _, k := range m.Kernels {
			cols = append(cols, sideColumn{"Linux " + k.Name(), k.Table})
		}
		vs = append(vs, sideBySide(fmt.Sprintf("%s · handler %s · %s over base", m.Workload, m.Handler, metric), cols))
	}
	return vs
}

// ofMetric are the tables of a metric.
func ofMetric(tables []analysis.Table, metric results.Metric) []analysis.Table {
	return slices.DeleteFunc(slices.Clone(tables), func(t analysis.Table) bool { return t.Header.Metric != metric })
}
