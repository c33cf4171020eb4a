package render

import (
	"fmt"
	"slices"

	"github.com/probecost/probecost/results/analysis"
)

// countersView shows what the hardware counted.
func countersView(t analysis.Table) view {
	v := view{
		Title: fmt.Sprintf("%s · handler %s · hardware counters, per event over base", t.Workload, t.Handler),
		Head:  []string{"attach type", "kernel instr.", "kernel cycles", "user instr.", "user cycles"},
	}
	for _, r := range t.Counters {
		v.Rows = append(v.Rows, []string{r.Label, counted(r.KernelInstructions), counted(r.KernelCycles),
			counted(r.UserInstructions), counted(r.UserCycles)})
	}
	return v
}

func counted(c *analysis.Counted) string {
	if c == nil {
		return "inconclusive"
	}
	n := min(1, decimals(c.Half))
	return fixed(c.Value, n) + " ± " + fixed(c.Half, n)
}

// hasCounters says whether the hardware counted anything.
func hasCounters(tables []analysis.Table) bool {
	return slices.ContainsFunc(tables, func(t analysis.Table) bool { return len(t.Counters) > 0 })
}
