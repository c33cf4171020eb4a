package figure

import (
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Range is an interval. It is drawn if it has a length.
type Range struct{ Lo, Hi float64 }

func (r Range) drawn() bool { return finite(r.Lo) && finite(r.Hi) && r.Lo < r.Hi }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// extent is a range that grows by the numbers that it is shown. Infinite ones
// and those that are none have no place on an axis.
type extent struct {
	Range
	any bool
}

func (e *extent) add(xs ...float64) {
	for _, x := range xs {
		if !finite(x) {
			continue
		}
		if !e.any {
			e.Lo, e.Hi, e.any = x, x, true
		}
		e.Lo, e.Hi = min(e.Lo, x), max(e.Hi, x)
	}
}

// scale places numbers on a length of paper.
type scale struct {
	Range
	from, to vg.Length
}

func (s scale) at(x float64) vg.Length {
	return s.from + (s.to-s.from)*vg.Length((x-s.Lo)/(s.Hi-s.Lo))
}

var tickStyle = lettering(8, false, faint)

// Tick is a place on an axis and its name.
type Tick struct {
	X    float64
	Name string
}

// ticks are round numbers on a scale, most of them at the most.
func (s scale) ticks(most int) []Tick {
	step := roundStep((s.Hi - s.Lo) / float64(max(1, most)))
	var ts []Tick
	for i := math.Ceil(s.Lo / step); i*step <= s.Hi; i++ {
		ts = append(ts, Tick{i * step, short(i*step, step, max(math.Abs(s.Lo), math.Abs(s.Hi)))})
	}
	return ts
}

// roundStep is the least of …, 1, 2, 5, 10, … that is no less than x.
func roundStep(x float64) float64 {
	unit := math.Pow10(int(math.Floor(math.Log10(x))))
	for _, times := range []float64{1, 2, 5} {
		if times*unit >= x*(1-1e-9) {
			return times * unit
		}
	}
	return 10 * unit
}

// short is a number of an axis with the digits that a step needs, in a unit by
// the most that the axis has.
func short(x, step, most float64) string {
	switch {
	case x == 0: // −0 too
		return "0"
	case most >= 1e13:
		return strconv.FormatFloat(x, 'g', 3, 64)
	case most >= 1e10:
		return short(x/1e9, step/1e9, 0) + "G"
	case most >= 1e7:
		return short(x/1e6, step/1e6, 0) + "M"
	}
	digits := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// fittingTicks are so many of a horizontal scale that their names stay apart.
func (s scale) fittingTicks() []Tick {
	for most := 8; most > 1; most-- {
		ts := s.ticks(most)
		apart := true
		for i := 1; i < len(ts); i++ {
			space := s.at(ts[i].X) - s.at(ts[i-1].X)
			apart = apart && (tickStyle.Width(ts[i].Name)+tickStyle.Width(ts[i-1].Name))/2+vg.Points(8) <= space
		}
		if apart {
			return ts
		}
	}
	return s.ticks(1)
}

const axisHeight = 14 // points, of the numbers under an axis

// rule draws upright lines over c with their numbers below.
func (s scale) rule(c draw.Canvas) {
	style := aligned(tickStyle, atMiddle, atEnd)
	for _, t := range s.fittingTicks() {
		x := s.at(t.X)
		c.StrokeLine2(line(grid, 0.75), x, c.Min.Y, x, c.Max.Y)
		c.FillText(style, vg.Point{X: x, Y: c.Min.Y - vg.Points(3)}, t.Name)
	}
}
