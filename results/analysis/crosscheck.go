package analysis

import (
	"math"
)

// Reference is the workload that others are checked against: its events are
// caused within the kernel, with nothing between them. What they differ by is
// the event's as well: a tracepoint's record takes as long to fill in as it has
// fields (see the workload).
const Reference = "bpf_trigger"

// CrossCheck compares the overheads of a workload with those of [Reference].
type CrossCheck struct {
	Workload string
	Handler  string
	Types    int      // attach types that both have
	Swapped  []string // "kprobe and fentry": pairs that are surely the other way round
	Least    Differs  // of the overheads
	Most     Differs
}

// Differs is the overhead of an attach type less its overhead in [Reference],
// in the unit of the metric.
type Differs struct {
	Attach string
	By     float64
}

// crossChecks compares every table of one worker with that of the reference
// with the same handler.
func crossChecks(tables []Table) []CrossCheck {
	var checks []CrossCheck
	for _, ref := range tables {
		if ref.Workload != Reference || ref.Workers != 1 {
			continue
		}
		for _, t := range tables {
			if t.Workload == Reference || t.Workload == bystander || t.Handler != ref.Handler || t.Workers != 1 {
				continue
			}
			if c := crossCheck(t, ref); c.Types > 1 {
				checks = append(checks, c)
			}
		}
	}
	return checks
}

// bystander is the workload that is not on the hook: it has nothing to agree
// with.
const bystander = "bystander"

func crossCheck(t, ref Table) CrossCheck {
	c := CrossCheck{Workload: t.Workload, Handler: t.Handler, Least: Differs{By: math.Inf(1)}, Most: Differs{By: math.Inf(-1)}}
	var here, there []Row
	for _, r := range t.Rows {
		other := ref.Row(r.Subject())
		if r.IsControl() || r.Stats || r.Estimate == nil || other == nil || other.Estimate == nil {
			continue
		}
		diff := Differs{r.Attach, r.Estimate.Overhead - other.Estimate.Overhead}
		if diff.By < c.Least.By {
			c.Least = diff
		}
		if diff.By > c.Most.By {
			c.Most = diff
		}
		here, there = append(here, r), append(there, *other)
	}
	c.Types = len(here)
	for i := range here {
		for j := range i {
			if a, b := Order(here[i], here[j]), Order(there[i], there[j]); a*b < 0 {
				c.Swapped = append(c.Swapped, here[j].Subject()+" and "+here[i].Subject())
			}
		}
	}
	return c
}

// Order is 1 if a is surely dearer than b, −1 if cheaper, 0 if their intervals
// overlap. Both have an overhead.
func Order(a, b Row) int {
	switch x, y := a.Estimate.Interval, b.Estimate.Interval; {
	case x.Lo > y.Hi:
		return 1
	case x.Hi < y.Lo:
		return -1
	}
	return 0
}
