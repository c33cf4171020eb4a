package bench

import (
	"fmt"
	"strings"

	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// checkForeign refuses to measure beside what others have on a hook.
func checkForeign(found foreign.Found) error {
	if len(found.Tracers) == 0 {
		return nil
	}
	var all []string
	for _, t := range found.Tracers {
		all = append(all, fmt.Sprintf("%s: %s", t, t.Remedy))
	}
	return &InvalidError{"somebody else is on a hook that is to be measured:\n  " + strings.Join(all, "\n  ")}
}

// hooks are those of workloads.
func hooks(ws []workloads.Workload) []workloads.Hook {
	all := make([]workloads.Hook, len(ws))
	for i, w := range ws {
		all[i] = w.Hook
	}
	return all
}

// measuredHooks are those of a plan's arms, and of programs of the user's own.
func (lab Lab) measuredHooks(plan results.Plan) []workloads.Hook {
	var ws []workloads.Workload
	for _, name := range workloadsOf(plan.Arms) {
		if w, err := findWorkload(name); err == nil {
			ws = append(ws, w)
		}
	}
	return append(hooks(ws), lab.own.hooks()...)
}
