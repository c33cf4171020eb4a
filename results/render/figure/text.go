package figure

import (
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// lettering is a sans-serif style.
func lettering(size float64, bold bool, t tone) draw.TextStyle {
	f := font.From(plot.DefaultFont, vg.Points(size))
	f.Variant = "Sans"
	if bold {
		f.Weight = xfont.WeightBold
	}
	return draw.TextStyle{Color: t.light, Font: f, Handler: plot.DefaultTextHandler}
}

// lineHeight is the distance of two lines of a style.
func lineHeight(s draw.TextStyle) vg.Length { return 1.35 * s.Font.Size }

// aligned is a style that is placed by another point than its lower left.
func aligned(s draw.TextStyle, x, y float64) draw.TextStyle {
	s.XAlign, s.YAlign = draw.XAlignment(x), draw.YAlignment(y)
	return s
}

// Alignments, as shares of the width and height of a text by which it is moved.
// Letters without a tail, which most are, have their middle above that of the
// line.
const (
	atStart, atMiddle, atEnd = 0, -0.5, -1
	onMiddle                 = -0.43
)

// paragraph is text that is broken where sep is, and where a line would be
// too wide.
type paragraph struct {
	text, sep string
	style     draw.TextStyle
	after     vg.Length // room below, if there is any text
}

// paragraphs joins words by dots.
func paragraphs(words []string, style draw.TextStyle, after vg.Length) paragraph {
	return paragraph{strings.Join(words, " · "), " · ", style, after}
}

func (p paragraph) lines(width vg.Length) []string {
	if p.text == "" {
		return nil
	}
	return flow(strings.Split(p.text, p.sep), p.sep, p.style, width)
}

func (p paragraph) height(width vg.Length) vg.Length {
	if n := len(p.lines(width)); n > 0 {
		return vg.Length(n)*lineHeight(p.style) + p.after
	}
	return 0
}

func (p paragraph) draw(c draw.Canvas) {
	style, y := aligned(p.style, atStart, atEnd), c.Max.Y
	for _, line := range p.lines(c.Max.X - c.Min.X) {
		c.FillText(style, vg.Point{X: c.Min.X, Y: y}, line)
		y -= lineHeight(p.style)
	}
}

// flow joins words into as few lines as fit. A word that is too wide by itself
// is broken.
func flow(words []string, sep string, style draw.TextStyle, width vg.Length) []string {
	var lines []string
	for _, w := range words {
		if n := len(lines); n > 0 && style.Width(lines[n-1]+sep+w) <= width {
			lines[n-1] += sep + w
			continue
		}
		lines = append(lines, broken(w, style, width)...)
	}
	return lines
}

// broken breaks a word that is too wide: between its pieces, or anywhere if one
// is too wide by itself.
func broken(word string, style draw.TextStyle, width vg.Length) []string {
	if word == "" {
		return nil
	}
	lines := []string{""}
	for _, piece := range pieces(word) {
		last := &lines[len(lines)-1]
		if style.Width(strings.TrimSpace(*last+piece)) <= width {
			*last += piece
			continue
		}
		if *last != "" {
			lines = append(lines, "")
		}
		for _, r := range piece {
			last := &lines[len(lines)-1]
			if *last != "" && style.Width(*last+string(r)) > width {
				lines = append(lines, string(r))
				continue
			}
			*last += string(r)
		}
	}
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// pieces are those of which a name is put together, each with the character
// that joins it to the next.
func pieces(name string) (ps []string) {
	for name != "" {
		n := strings.IndexAny(name, " -_./:+") + 1
		if n == 0 {
			n = len(name)
		}
		ps = append(ps, name[:n])
		name = name[n:]
	}
	return ps
}

// shortened leaves out the middle of a name that is too wide: it is the ends
// in which names differ.
func shortened(name string, style draw.TextStyle, width vg.Length) string {
	r := []rune(name)
	short := name
	for n := len(r) - 1; n > 2 && style.Width(short) > width+0.01; n-- {
		short = string(r[:(n+1)/2]) + "…" + string(r[len(r)-n/2:])
	}
	return short
}

// widest is the width of the widest of some texts.
func widest(style draw.TextStyle, texts []string) (w vg.Length) {
	for _, s := range texts {
		w = max(w, style.Width(s))
	}
	return w
}
