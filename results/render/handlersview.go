package render

import (
	"fmt"

	"github.com/probecost/probecost/results/analysis"
)

// handlersViews have the overheads of a recording by attach type and handler: a
// view for each workload, or one for all if there is but one handler.
func handlersViews(recording []analysis.Table) []view {
	var order []string
	byWorkload := map[string][]sideColumn{}
	handlers := map[string]bool{}
	var all []sideColumn
	for _, t := range alone(recording) {
		handlers[t.Handler] = true
		if byWorkload[t.Workload] == nil {
			order = append(order, t.Workload)
		}
		byWorkload[t.Workload] = append(byWorkload[t.Workload], sideColumn{t.Handler, t})
		all = append(all, sideColumn{t.Workload, t})
	}
	if len(all) < 2 {
		return nil // the table itself says it
	}
	metric := all[0].Header.Metric
	if len(handlers) == 1 {
		return []view{sideBySide(fmt.Sprintf("handler %s · %s over base", all[0].Handler, metric), all)}
	}
	var vs []view
	for _, workload := range order {
		vs = append(vs, sideBySide(fmt.Sprintf("%s · %s over base", workload, metric), byWorkload[workload]))
	}
	return vs
}
