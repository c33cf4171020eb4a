package figure

import (
	"fmt"
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// tone is a colour by what it is for: on light paper, which all files have, and
// on dark, which a page may have.
type tone struct {
	name        string // of the property in CSS, after "--plot-"
	light, dark color.RGBA
}

func newTone(name string, light, dark uint32) tone { return tone{name, rgb(light), rgb(dark)} }

func rgb(x uint32) color.RGBA { return color.RGBA{uint8(x >> 16), uint8(x >> 8), uint8(x), 255} }

var (
	paper  = newTone("paper", 0xffffff, 0x16191d)
	ink    = newTone("ink", 0x22262b, 0xe6e9ec)
	faint  = newTone("faint", 0x5f666e, 0xa3abb4)
	grid   = newTone("grid", 0xe3e6e9, 0x2e343b)
	noise  = newTone("noise", 0xd3d7db, 0x3d444c)
	bar    = newTone("bar", 0x2f6da8, 0x6ba6dc)
	second = newTone("second", 0xb5501b, 0xe8925c)
)

// seriesTones are those of lines, in their order. Each is at least three times
// as light or as dark as paper.
var seriesTones = []tone{
	newTone("series-0", 0x1f5fa0, 0x74aee6),
	newTone("series-1", 0xc2491c, 0xf08a5d),
	newTone("series-2", 0x17805a, 0x55c79b),
	newTone("series-3", 0x7d4aa6, 0xbf96e4),
	newTone("series-4", 0x8f6400, 0xdcb347),
	newTone("series-5", 0xb02f68, 0xee86b2),
	newTone("series-6", 0x0b7a8c, 0x56c3d4),
	newTone("series-7", 0x4b5157, 0xb9c0c7),
}

// tones are all of them. No two are the same on light paper: [Figure.Inline]
// tells them by that.
var tones = append([]tone{paper, ink, faint, grid, noise, bar, second}, seriesTones...)

// CSS is the style sheet of a page that has figures by [Figure.Inline]: their
// colours by the reader's preference, light in print, and no wider than the
// page.
func CSS() string {
	light := properties(func(t tone) color.RGBA { return t.light })
	dark := properties(func(t tone) color.RGBA { return t.dark })
	return ".plot{max-width:100%;height:auto}\n" +
		".plot text{" + common + "}\n" +
		":root{" + light + "}\n" +
		"@media (prefers-color-scheme:dark){:root{" + dark + "}}\n" +
		"@media print{:root{" + light + "}}\n"
}

func properties(of func(tone) color.RGBA) string {
	var b strings.Builder
	for _, t := range tones {
		fmt.Fprintf(&b, "--plot-%s:%s;", t.name, hexadecimal(of(t)))
	}
	return b.String()
}

// hexadecimal is a colour as in an SVG: "#22262B".
func hexadecimal(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// line is a style of lines.
func line(t tone, points float64, dashes ...vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: t.light, Width: vg.Points(points), Dashes: dashes}
}
