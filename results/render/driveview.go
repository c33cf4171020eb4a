package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/probecost/probecost/results/analysis"
)

// driveView shows what programs cost a command of the user's own.
func driveView(t analysis.Table) view {
	v := view{
		Title: "drive: " + strings.Join(t.Header.Plan.Command, " "),
		Head:  []string{"program", "events/s", "events", "CPU", "overhead", "ns/event"},
		Key:   tableKey(t),
	}
	for _, r := range t.Rows {
		why := note{r.Label(), reason(r)}
		if r.Attach == analysis.Base || !r.IsControl() {
			v.Rows = append(v.Rows, driveCells(r))
			if r.Estimate == nil {
				v.gap(4, why)
			}
		}
		if r.Estimate == nil {
			v.Missing = append(v.Missing, why)
		}
	}
	if floor, ok := floorWords(t); ok {
		v.Notes = append(v.Notes, note{"noise floor", "base2 − base = " + floor + " a run (two identical arms)"})
	}
	v.Notes = append(v.Notes,
		note{"blocks that count", blocksThatCount(t)},
		note{"events, CPU, overhead", "of one run of the command. CPU is the time that the kernel accounts to it and to the children that it waited for, user and system; " +
			"interrupts and kernel threads that work for it are not in it"},
		note{"event", "one run of the program; they were counted in another run of the command in each block, since counting costs time"})
	v.Notes = append(v.Notes, variedEvents(t)...)
	for _, w := range t.Warnings {
		v.Warnings = append(v.Warnings, warning(w))
	}
	return v
}

func driveCells(r analysis.Row) []string {
	cells := []string{r.Label(), "–", "–", "–", "–", "–"}
	d, e := r.Driven, r.Estimate
	if d != nil && d.Events > 0 && d.WallNS > 0 {
		cells[1], cells[2] = rate(d.Events/d.WallNS*1e9), exact(d.Events)
	}
	switch {
	case e == nil:
		cells[4] = noFigure(r)
		return cells
	case r.Attach == analysis.Base:
		cells[3] = span3(e.Value)
		return cells
	}
	cells[3] = span3(e.Value)
	cells[4] = driveOverhead(*e)
	if undetected(*e) {
		if x, ok := d.PerEvent(e.Interval.MDE); ok {
			cells[5] = "< " + fixed(x, decimals(x))
		}
		return cells
	}
	if x, ok := d.PerEvent(e.Overhead); ok {
		h, _ := d.PerEvent(e.Interval.HalfWidth())
		cells[5] = fixed(x, decimals(h)) + " ± " + fixed(h, decimals(h))
	}
	return cells
}

// driveOverhead is that of a run of the command.
func driveOverhead(e analysis.Estimate) string {
	if undetected(e) {
		return "< " + span3(e.Interval.MDE)
	}
	return spanHalf(e.Overhead, e.Interval.HalfWidth())
}

// variedEvents tells of programs whose number of events was not the same in
// every run.
func variedEvents(t analysis.Table) []note {
	var varied []string
	for _, r := range t.Rows {
		if d := r.Driven; d != nil && d.Least < d.Most {
			varied = append(varied, fmt.Sprintf("%s %s", r.Label(), span(exact(d.Least), exact(d.Most))))
		}
	}
	if len(varied) == 0 {
		return nil
	}
	return []note{{"events/run", "median; they varied: " + strings.Join(slices.Compact(varied), ", ")}}
}

// span3 is a time in the unit in which it has up to three digits before the
// point.
func span3(ns float64) string {
	scale, unit := timeUnit(ns)
	x := ns / scale
	return fixed(x, max(0, 2-digitsAbove(x))) + " " + unit
}

// spanHalf is a time with half of its interval, in the unit of the larger one:
// "10.7 ± 5.4 ms".
func spanHalf(ns, half float64) string {
	scale, unit := timeUnit(max(math.Abs(ns), half))
	n := decimals(half / scale)
	return fixed(ns/scale, n) + " ± " + fixed(half/scale, n) + " " + unit
}

// timeUnit is the largest unit, in ns, that a time has one of.
func timeUnit(ns float64) (scale float64, name string) {
	scale, name = 1, "ns"
	for _, u := range []struct {
		scale float64
		name  string
	}{{1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}} {
		if math.Abs(ns) >= u.scale {
			scale, name = u.scale, u.name
		}
	}
	return scale, name
}
