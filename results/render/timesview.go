package render

import (
	"fmt"

	"github.com/probecost/probecost/results/analysis"
)

// timesView shows what loading and attaching takes.
func timesView(times []analysis.Times) view {
	v := view{
		Title: "Load, attach, detach · median and its 95 % interval",
		Head:  []string{"attach type", "load", "attach", "detach"},
		Notes: []note{{"pooled", "over all workloads and handlers of the run"}},
	}
	for _, t := range times {
		v.Rows = append(v.Rows, []string{t.Attach, duration(t.Load), duration(t.Attached), duration(t.Detach)})
	}
	return v
}

// duration is a median with its interval: "312 (301–330) µs".
func duration(m analysis.Median) string {
	unit, scale := "µs", 1e3
	if m.Value >= 1e6 {
		unit, scale = "ms", 1e6
	}
	x := m.Value / scale
	n := max(0, 2-digitsAbove(x))
	return fmt.Sprintf("%s (%s–%s) %s", fixed(x, n), fixed(m.Lo/scale, n), fixed(m.Hi/scale, n), unit)
}
