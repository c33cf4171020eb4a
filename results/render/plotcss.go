package render

import (
	"fmt"
	"image/color"
	"strings"
)

// tone is a colour of plots by the name of its property in CSS, on light paper
// and on dark.
type tone struct {
	name        string
	light, dark color.RGBA
}

// tones are all colours that plots have. No two are the same on light paper:
// [Plot.Inline] tells them by that.
var tones = append([]tone{
	{"paper", colorPaper, color.RGBA{0x16, 0x19, 0x1d, 255}},
	{"ink", colorInk, color.RGBA{0xe6, 0xe9, 0xec, 255}},
	{"faint", colorFaint, color.RGBA{0x9a, 0xa3, 0xad, 255}},
	{"grid", colorGrid, color.RGBA{0x2e, 0x34, 0x3b, 255}},
	{"noise", colorNoise, color.RGBA{0x4a, 0x52, 0x5b, 255}},
}, fillTones()...)

func fillTones() (ts []tone) {
	for i, f := range fills {
		ts = append(ts, tone{fmt.Sprint("fill-", i), f.color, f.color})
	}
	for i, c := range moreFills {
		ts = append(ts, tone{fmt.Sprint("more-", i), c, c})
	}
	return ts
}

// PlotCSS is the style sheet of a page that has plots by [Plot.Inline]: their
// colours by the reader's preference, light on paper, and no wider than the page.
func PlotCSS() string {
	light, dark := properties(func(t tone) color.RGBA { return t.light }), properties(func(t tone) color.RGBA { return t.dark })
	return ".plot{max-width:100%;height:auto}\n" +
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
