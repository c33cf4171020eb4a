package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// end is that of a line, with the height at which its name is written.
type end struct {
	series Series
	at     vg.Point
	y      vg.Length
}

// drawEnds writes the names beside the plane, each led to by its line.
func drawEnds(c draw.Canvas, ends []end, plane draw.Canvas, width vg.Length) {
	spreadEnds(ends, plane.Min.Y, plane.Max.Y, vg.Points(endLine))
	x := plane.Max.X + endsGap
	for _, e := range ends {
		from := vg.Point{X: e.at.X + vg.Points(6), Y: e.at.Y}
		mark := vg.Point{X: x - vg.Points(8), Y: e.y}
		c.StrokeLines(line(e.series.tone(), 0.6, 1, 2), []vg.Point{from, {X: max(from.X, plane.Max.X), Y: e.at.Y}, {X: mark.X - vg.Points(6), Y: e.y}})
		e.series.marker(c, mark)
		c.FillText(aligned(endStyle, atStart, onMiddle), vg.Point{X: x, Y: e.y}, shortened(e.series.Name, endStyle, width))
	}
}

// spreadEnds moves heights apart until no two are nearer than a line, as little
// as it can, and keeps them between lo and hi.
func spreadEnds(ends []end, lo, hi, apart vg.Length) {
	slices.SortStableFunc(ends, func(a, b end) int {
		switch {
		case a.y > b.y:
			return -1
		case a.y < b.y:
			return 1
		}
		return a.series.Style - b.series.Style
	})
	// A cluster is of names that touch each other; its middle is the mean
	// of where they want to be.
	type cluster struct {
		n      int
		middle vg.Length
	}
	var cs []cluster
	for _, e := range ends {
		cs = append(cs, cluster{1, min(max(e.y, lo+apart/2), hi-apart/2)})
		for len(cs) > 1 {
			a, b := cs[len(cs)-2], cs[len(cs)-1]
			if a.middle-b.middle >= apart*vg.Length(a.n+b.n)/2 {
				break
			}
			both := cluster{a.n + b.n, (a.middle*vg.Length(a.n) + b.middle*vg.Length(b.n)) / vg.Length(a.n+b.n)}
			half := apart * vg.Length(both.n) / 2
			both.middle = min(max(both.middle, lo+half), hi-half)
			cs = append(cs[:len(cs)-2], both)
		}
	}
	i := 0
	for _, c := range cs {
		top := c.middle + apart*vg.Length(c.n-1)/2
		for k := range c.n {
			ends[i].y = top - apart*vg.Length(k)
			i++
		}
	}
}
