package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// columns writes the cells of one table, with the same number of digits after
// the point in all cells of a column.
type columns struct {
	metric results.Metric
	first  string // what the first column has: attach types, or programs
	digits int    // after the point, of all ns: what is worth it for half of the rows
	plus   int    // width of the figure before ±, so that these stand in line
	minus  int    // width of the figure after ±
}

func newColumns(t analysis.Table) columns {
	c := columns{metric: t.Header.Metric, first: "attach type", digits: decimals(1)}
	if t.Handler == results.Own {
		c.first = "program"
	}
	var halves []float64
	for _, r := range compared(t) {
		halves = append(halves, r.Estimate.Interval.HalfWidth())
	}
	slices.Sort(halves)
	if len(halves) > 0 {
		c.digits = decimals(halves[len(halves)/2])
	}
	for _, r := range compared(t) {
		if !undetected(*r.Estimate) {
			c.plus = max(c.plus, utf8.RuneCountInString(fixed(r.Estimate.Overhead, c.digits)))
			c.minus = max(c.minus, utf8.RuneCountInString(fixed(r.Estimate.Interval.HalfWidth(), c.digits)))
		}
	}
	return c
}

// compared returns the rows that have an overhead with an interval.
func compared(t analysis.Table) []analysis.Row {
	var rows []analysis.Row
	for _, r := range t.Rows {
		if !r.IsControl() && r.Estimate != nil {
			rows = append(rows, r)
		}
	}
	return rows
}

// undetected says that an overhead is too small for what was measured to tell
// it from nothing.
func undetected(e analysis.Estimate) bool {
	return e.Interval != nil && math.Abs(e.Overhead) < e.Interval.MDE
}

func (c columns) head() []string {
	if c.metric == results.Instructions {
		return []string{c.first, string(c.metric), "overhead", "% of base"}
	}
	return []string{c.first, "events/s", string(c.metric), "overhead", "% of base"}
}

func (c columns) cells(r analysis.Row) []string {
	cells := []string{r.Label()}
	if c.metric == results.Time {
		events := "–"
		if r.EventsPerS != nil {
			events = rate(*r.EventsPerS)
		}
		cells = append(cells, events)
	}
	switch {
	case r.Estimate == nil:
		return append(cells, "–", noFigure(r), "–")
	case r.Attach == analysis.Base:
		return append(cells, c.figure(r.Estimate.Value), "–", "–")
	}
	return append(cells, c.figure(r.Estimate.Value), c.overhead(*r.Estimate), c.share(*r.Estimate))
}

// figure is an absolute cost.
func (c columns) figure(x float64) string {
	if c.metric == results.Instructions {
		return exact(x)
	}
	return fixed(x, c.digits)
}

// overhead is "59.8 ± 1.2 ns", "< 2.1 ns" where that is nearer the truth, or
// an exact count.
func (c columns) overhead(e analysis.Estimate) string {
	if c.metric == results.Instructions {
		return exact(e.Overhead)
	}
	if undetected(e) {
		return fmt.Sprintf("< %s ns", c.ceiling(e.Interval.MDE))
	}
	return fmt.Sprintf("%s ± %s ns",
		pad(fixed(e.Overhead, c.digits), c.plus), pad(fixed(e.Interval.HalfWidth(), c.digits), c.minus))
}

// bare is an overhead that stands in no column.
func (c columns) bare(e analysis.Estimate) string {
	c.plus, c.minus = 0, 0
	return c.overhead(e)
}

// ceiling rounds a bound upwards, so that it stays one.
func (c columns) ceiling(x float64) string {
	scale := math.Pow10(c.digits)
	return fixed(math.Ceil(x*scale)/scale, c.digits)
}

// share is the overhead in percent of base.
func (c columns) share(e analysis.Estimate) string {
	switch {
	case e.Base <= 0:
		return "–"
	case undetected(e):
		return "< " + fixed(math.Ceil(1000*e.Interval.MDE/e.Base)/10, 1) + " %"
	}
	return fixed(100*e.Overhead/e.Base, 1) + " %"
}

// pad fills s with spaces on the left.
func pad(s string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s))) + s
}
