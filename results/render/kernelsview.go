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
	measured := slices.DeleteFunc(alone(tables), func(t analysis.Table) bool { return t.Header.Metric != metric })
	var vs []view
	for _, m := range analysis.ByKernel(measured) {
		var cols []matrixColumn
		for _, k := range m.Kernels {
			cols = append(cols, matrixColumn{"Linux " + k.Name(), k.Table})
		}
		vs = append(vs, matrixView(fmt.Sprintf("%s · handler %s · %s over base", m.Workload, m.Handler, metric), cols))
	}
	return vs
}
