package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

// selectHooks selects workloads and attach types that have something to do with
// each other: a function in user space has no tracepoint.
//
// Of workloads that were named as "all", only those are left that have a hook for
// one of the types, and others are added where a type has a hook in none of them.
// Where no type is named, a workload for which none of the usual ones is has all
// that are.
func selectHooks(workloadNames, attachNames []string) (ws []workloads.Workload, ts []attach.Type, err error) {
	if ws, err = Workloads.Select(workloadNames); err != nil {
		return nil, nil, err
	}
	chosen, err := chooseTypes(ws, attachNames)
	if err != nil {
		return nil, nil, err
	}
	if slices.Contains(workloadNames, "all") {
		ws = fitting(ws, chosen)
	}
	if err := fit(ws, chosen, attachNames); err != nil {
		return nil, nil, err
	}
	for _, t := range attach.All {
		if t.Control || contains(chosen, t) {
			ts = append(ts, t)
		}
	}
	return ws, ts, nil
}

// chooseTypes are the types that were named, or those that are meant if none was.
func chooseTypes(ws []workloads.Workload, names []string) ([]attach.Type, error) {
	if len(names) > 0 {
		return AttachTypes.Select(names)
	}
	var chosen []attach.Type
	for _, t := range attach.All {
		if t.Usual {
			chosen = append(chosen, t)
		}
	}
	for _, w := range ws {
		if hasHook(w, chosen) {
			continue
		}
		for _, t := range attach.All {
			if t.HasProgram() && !t.Extra && t.Applies(w.Hook) {
				chosen = append(chosen, t)
			}
		}
	}
	return chosen, nil
}

// fitting leaves out workloads without a hook for any of the types, and adds those
// that a type needs.
func fitting(ws []workloads.Workload, ts []attach.Type) []workloads.Workload {
	if !slices.ContainsFunc(ts, attach.Type.HasProgram) {
		return ws
	}
	var fit []workloads.Workload
	for _, w := range workloads.All {
		named := slices.ContainsFunc(ws, func(o workloads.Workload) bool { return o.Name == w.Name })
		if named && hasHook(w, ts) || slices.ContainsFunc(ts, func(t attach.Type) bool { return homeless(t, ws) && t.Applies(w.Hook) }) {
			fit = append(fit, w)
		}
	}
	return fit
}

// fit is an error where a workload has no hook for any of the types, or a type
// that was named has one in none of the workloads.
func fit(ws []workloads.Workload, ts []attach.Type, named []string) error {
	for _, w := range ws {
		if slices.ContainsFunc(ts, attach.Type.HasProgram) && !hasHook(w, ts) {
			return &UsageError{fmt.Sprintf("workload %s has a hook for none of these attach types: it has one for %s", w.Name, strings.Join(typesFor(w), ", "))}
		}
	}
	for _, t := range ts {
		if slices.Contains(named, t.Name) && homeless(t, ws) {
			return &UsageError{fmt.Sprintf("attach type %s has a hook in none of these workloads: it has one in %s", t.Name, strings.Join(workloadsFor(t), ", "))}
		}
	}
	return nil
}

// hasHook says whether a workload has a hook for any of the types.
func hasHook(w workloads.Workload, ts []attach.Type) bool {
	return slices.ContainsFunc(ts, func(t attach.Type) bool { return t.HasProgram() && t.Applies(w.Hook) })
}

// homeless says whether none of the workloads has a hook for a type.
func homeless(t attach.Type, ws []workloads.Workload) bool {
	return !slices.ContainsFunc(ws, func(w workloads.Workload) bool { return t.Applies(w.Hook) })
}

func contains(ts []attach.Type, t attach.Type) bool {
	return slices.ContainsFunc(ts, func(o attach.Type) bool { return o.Name == t.Name })
}

// typesFor names the attach types that a workload has a hook for.
func typesFor(w workloads.Workload) (names []string) {
	for _, t := range attach.All {
		if t.HasProgram() && t.Applies(w.Hook) {
			names = append(names, t.Name)
		}
	}
	return names
}

// workloadsFor names the workloads that have a hook for an attach type.
func workloadsFor(t attach.Type) (names []string) {
	for _, w := range workloads.All {
		if t.Applies(w.Hook) {
			names = append(names, w.Name)
		}
	}
	return names
}
