package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results/analysis"
)

// scalingView shows overheads by the number of CPUs that work at once.
func scalingView(s analysis.Scaling) view {
	types := s.Types()
	v := view{
		Title: fmt.Sprintf("%s · handler %s · %s over base, by number of CPUs", s.Workload, s.Handler, s.Tables[0].Header.Metric),
		Head:  slices.Concat([]string{"CPUs", analysis.Base}, types),
	}
	var floors []string
	for _, t := range s.Tables {
		cols := newColumns(t)
		cells := []string{fmt.Sprint(t.Workers), "–"}
		if base := t.Row(analysis.Base); base != nil && base.Estimate != nil {
			cells[1] = cols.figure(base.Estimate.Value)
		}
		for _, name := range types {
			cells = append(cells, scaled(cols, t.Row(name)))
		}
		v.Rows = append(v.Rows, cells)
		for i, name := range types {
			if r := t.Row(name); r != nil && r.Estimate == nil {
				v.gap(2+i, note{name + ", " + cpus(t.Workers), reason(*r)})
			}
		}
		if aa := t.Row(analysis.Base2); aa != nil && aa.Estimate != nil {
			half := aa.Estimate.Interval.HalfWidth()
			floors = append(floors, fmt.Sprintf("%s ± %s (%d)", fixed(aa.Estimate.Overhead, decimals(half)), fixed(half, decimals(half)), t.Workers))
		}
	}
	if len(floors) > 0 {
		v.Notes = append(v.Notes, note{"noise floor", "base2 − base = " + strings.Join(floors, ", ") + " ns"})
	}
	v.Notes = append(v.Notes, note{"each line", "at the speed that so many busy CPUs have; cost of one event on one of them"})
	return v
}

// scaled is an overhead without its unit.
func scaled(c columns, r *analysis.Row) string {
	if r == nil || r.Estimate == nil {
		if r != nil {
			return noFigure(*r)
		}
		return "–"
	}
	return strings.TrimSuffix(c.overhead(*r.Estimate), " ns")
}

// throughputView shows events/s by the number of CPUs.
func throughputView(s analysis.Scaling) view {
	types := append([]string{analysis.Base}, s.Types()...)
	v := view{
		Title: fmt.Sprintf("%s · handler %s · events/s, by number of CPUs", s.Workload, s.Handler),
		Head:  append([]string{"CPUs"}, types...),
	}
	for _, t := range s.Tables {
		all, each := []string{fmt.Sprint(t.Workers)}, []string{"  per CPU"}
		for _, name := range types {
			r := t.Row(name)
			if r == nil || r.EventsPerS == nil {
				all, each = append(all, "–"), append(each, "–")
				continue
			}
			all, each = append(all, rate(*r.EventsPerS)), append(each, rate(*r.EventsPerS/float64(t.Workers)))
		}
		v.Rows = append(v.Rows, all)
		if t.Workers > 1 {
			v.Rows = append(v.Rows, each)
		}
	}
	return v
}
