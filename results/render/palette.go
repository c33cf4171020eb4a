package render

import (
	"image/color"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var (
	colorPaper = color.RGBA{255, 255, 255, 255}
	colorInk   = color.RGBA{0x22, 0x26, 0x2b, 255}
	colorFaint = color.RGBA{0x5f, 0x66, 0x6e, 255}
	colorGrid  = color.RGBA{0xe3, 0xe6, 0xe9, 255}
	colorNoise = color.RGBA{0xc9, 0xce, 0xd3, 255}
)

// fills gives an attach type the same colour and place on every plot.
// Neighbours differ in lightness as much as in hue, so that they stay apart for
// the colour-blind and on paper; the values stand on the bars, and bars follow
// the legend's order.
var fills = []struct {
	attach string
	color  color.RGBA
}{
	{"kprobe", color.RGBA{0x22, 0x36, 0x63, 255}},
	{"tracepoint", color.RGBA{0xc8, 0x55, 0x2b, 255}},
	{"raw_tracepoint", color.RGBA{0x5a, 0xac, 0xd0, 255}},
	{"fentry", color.RGBA{0xf4, 0xc9, 0x5d, 255}},
	{"tp_btf", color.RGBA{0xd8, 0xe4, 0xe8, 255}},
}

// moreFills are for attach types that have no colour of their own.
var moreFills = []color.RGBA{
	{0x6b, 0x4c, 0x7a, 255}, {0x8f, 0xb9, 0x96, 255}, {0x3f, 0x6b, 0x4f, 255},
	{0xe3, 0xb7, 0xc4, 255}, {0x8a, 0x7f, 0x70, 255},
}

// fill is the colour of the i-th attach type on a plot.
func fill(attach string, i int) color.RGBA {
	if at := place(attach); at < len(fills) {
		return fills[at].color
	}
	return moreFills[i%len(moreFills)]
}

// place is that of an attach type among its neighbours: the same on every
// plot, also where one is missing. Those without a colour come last.
func place(attach string) int {
	for i, f := range fills {
		if f.attach == attach {
			return i
		}
	}
	return len(fills)
}

// lettering is a sans-serif style, placed at its lower left corner.
func lettering(size float64, bold bool, c color.Color) draw.TextStyle {
	f := font.From(plot.DefaultFont, vg.Points(size))
	f.Variant = "Sans"
	if bold {
		f.Weight = xfont.WeightBold
	}
	return draw.TextStyle{Color: c, Font: f, Handler: plot.DefaultTextHandler}
}

// hairline is the outline of a bar, and the line of an error bar.
func hairline(c color.Color) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: vg.Points(0.75)}
}
