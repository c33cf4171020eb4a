package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawDots draws values that are sorted, or as many of them as stand for alike
// many each, as one path of small squares.
func (s Strip) drawDots(c draw.Canvas, x scale, sorted []float64, most int) {
	const side = 1.5
	center, reach := middle(c.Rectangle).Y, float64(c.Max.Y-c.Min.Y)*0.42
	spread := spread(x, sorted)
	var path vg.Path
	n := min(most, len(sorted))
	for i := range n {
		value := sorted[(2*i+1)*len(sorted)/(2*n)]
		// Multiples of the golden ratio fill an interval evenly.
		_, aside := math.Modf(float64(i) * math.Phi)
		at := vg.Point{X: tenth(x.at(value)), Y: tenth(center + vg.Length((2*aside-1)*reach*spread(value)))}
		path.Move(vg.Point{X: at.X, Y: at.Y - side/2})
		path.Line(vg.Point{X: at.X, Y: at.Y + side/2})
	}
	if n > 0 {
		c.SetLineStyle(line(bar, side))
		c.Stroke(path)
	}
}

// tenth rounds to tenths of a point, which are short to write.
func tenth(l vg.Length) vg.Length { return vg.Length(math.Round(float64(l)*10) / 10) }

// spread is how many values are near another one, as a share of the most.
func spread(x scale, values []float64) func(float64) float64 {
	const bins = 48
	bin := func(v float64) int { return max(0, min(bins-1, int(bins*(v-x.Lo)/(x.Hi-x.Lo)))) }
	var raw, smooth [bins + 2]float64 // with an edge on both sides
	for _, v := range values {
		raw[bin(v)+1]++
	}
	most := 0.0
	for i := 1; i <= bins; i++ {
		smooth[i] = raw[i-1] + 2*raw[i] + raw[i+1]
		most = max(most, smooth[i])
	}
	return func(v float64) float64 { return smooth[bin(v)+1] / most }
}
