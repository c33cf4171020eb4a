package figure

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Format is a way to write a figure into a file. The same figure gives the same
// bytes.
type Format struct {
	Name    string // also the ending of the file
	Default bool   // written unless other formats are asked for
	write   func(w io.Writer, f Figure) error
}

// Formats are all of them.
var Formats = []Format{
	{"svg", true, writeSVG},
	{"png", true, writePNG},
	{"pdf", false, writePDF},
}

// FormatNamed returns the format of that name.
func FormatNamed(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown plot format %q: there are %s", name, strings.Join(names, ", "))
}

// Write draws the figure in the format of that name.
func (f Figure) Write(w io.Writer, format string) error {
	known, err := FormatNamed(format)
	if err != nil {
		return err
	}
	return known.write(w, f)
}

func writePNG(w io.Writer, f Figure) error {
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(f.size(fileWidth, true)), vgimg.UseDPI(192))}
	f.draw(c, true)
	_, err := c.WriteTo(w)
	return err
}

func writeSVG(w io.Writer, f Figure) error {
	s, err := drawSVG(f, fileWidth, true)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, s)
	return err
}

// drawSVG names more fonts than the one that gonum embeds in nothing but
// pixels: those have the same widths, and a browser without Liberation would
// fall back to one with serifs.
func drawSVG(f Figure, width vg.Length, headed bool) (string, error) {
	c := vgsvg.New(f.size(width, headed))
	f.draw(c, headed)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", err
	}
	return strings.ReplaceAll(b.String(),
		"font-family:Liberation Sans;", "font-family:Liberation Sans,Arial,Helvetica,sans-serif;"), nil
}

// Inline draws the figure as an element of a page of HTML that has [CSS], for
// a width in the pixels of CSS. Title and facts are left to the page; alt is
// the figure in words.
func (f Figure) Inline(w io.Writer, width float64, alt string) error {
	s, err := drawSVG(f, vg.Length(width)*vg.Inch/96, false)
	if err != nil {
		return err
	}
	const endOfTag = `xmlns:xlink="http://www.w3.org/1999/xlink">`
	_, s, found := strings.Cut(s, endOfTag)
	if !found {
		return fmt.Errorf("the library has drawn an SVG without %s", endOfTag)
	}
	for _, t := range tones {
		s = strings.ReplaceAll(s, hexadecimal(t.light), "var(--plot-"+t.name+")")
	}
	wide, tall := f.size(vg.Length(width)*vg.Inch/96, false)
	_, err = fmt.Fprintf(w, `<svg class="plot" role="img" aria-label="%s" width="%.0f" height="%.0f" viewBox="0 0 %.5g %.5g">%s`,
		html.EscapeString(alt), wide.Dots(96), tall.Dots(96), wide.Points(), tall.Points(), compact(s))
	return err
}
