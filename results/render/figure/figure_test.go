package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"
)

// TestWords: whatever is drawn, no words are outside of the paper, and none over
// others, in a file, on a page and on a phone.
func TestWords(t *testing.T) {
	for name, d := range drawings() {
		for _, pixels := range []float64{340, 700, 756} {
			t.Run(fmt.Sprint(name, "/", pixels), func(t *testing.T) {
				f, width := long(d), vg.Length(pixels)*vg.Inch/96
				var c recorded
				c.wide, c.tall = f.size(width, true)
				f.draw(&c, true)
				c.check(t)
			})
		}
	}
}

// recorded keeps what is drawn, and says how large it is.
type recorded struct {
	recorder.Canvas
	wide, tall vg.Length
}

func (c *recorded) Size() (wide, tall vg.Length) { return c.wide, c.tall }

// words is a text with its place.
type words struct {
	text string
	at   vg.Rectangle
}

func (c *recorded) check(t *testing.T) {
	t.Helper()
	var all []words
	upright := false
	for _, a := range c.Actions {
		switch a := a.(type) {
		case *recorder.Rotate:
			upright = a.Angle == math.Pi/2
		case *recorder.Pop:
			upright = false
		case *recorder.FillString:
			// Letters are lower than lines: those without a tail overlap nothing below.
			long, tall := lettering(a.Size.Points(), a.Font.Weight > 0, ink).Width(a.String), 0.7*a.Size
			at := box(a.Point.X, a.Point.Y, long, tall)
			if upright {
				at = box(-a.Point.Y-tall, a.Point.X, tall, long)
			}
			all = append(all, words{a.String, at})
		}
	}
	if len(all) == 0 {
		t.Error("no words")
	}
	for i, a := range all {
		if a.at.Min.X < 0 || a.at.Min.Y < 0 || a.at.Max.X > c.wide || a.at.Max.Y > c.tall {
			t.Errorf("%q is cut off", a.text)
		}
		for _, b := range all[:i] {
			if a.at.Min.X < b.at.Max.X && b.at.Min.X < a.at.Max.X && a.at.Min.Y < b.at.Max.Y && b.at.Min.Y < a.at.Max.Y {
				t.Errorf("%q is over %q", a.text, b.text)
			}
		}
	}
}

// TestSame: the same figure gives the same bytes in every format, and none of
// them has something that is no number.
func TestSame(t *testing.T) {
	for name, d := range drawings() {
		for _, format := range Formats {
			if format.Name == "png" && strings.Contains(name, "-") {
				continue // pixels of the plain ones alone: some are 20 million
			}
			t.Run(name+"/"+format.Name, func(t *testing.T) {
				var a, b bytes.Buffer
				if err := errors.Join(long(d).Write(&a, format.Name), long(d).Write(&b, format.Name)); err != nil {
					t.Fatal(err)
				}
				if a.Len() == 0 || !bytes.Equal(a.Bytes(), b.Bytes()) {
					t.Errorf("%d bytes, then %d that differ", a.Len(), b.Len())
				}
				if format.Name == "svg" {
					checkSVG(t, a.String())
				}
			})
		}
	}
}

var noNumber = regexp.MustCompile(`NaN|Inf`)

func checkSVG(t *testing.T, s string) {
	t.Helper()
	if m := noNumber.FindString(s); m != "" {
		t.Errorf("%s in the SVG", m)
	}
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestInline: an element of a page has its colours from the page, is in words
// for those who do not see it, and is no larger than it was asked to be.
func TestInline(t *testing.T) {
	for name, d := range drawings() {
		var b bytes.Buffer
		if err := long(d).Inline(&b, 340, `a "b" <c>`); err != nil {
			t.Fatal(err)
		}
		s := b.String()
		checkSVG(t, s)
		if !strings.HasPrefix(s, `<svg class="plot" role="img" aria-label="a &#34;b&#34; &lt;c&gt;" width="340"`) {
			t.Errorf("%s: %.100s", name, s)
		}
		if own := regexp.MustCompile(`#[0-9A-F]{6}`).FindString(s); own != "" {
			t.Errorf("%s has %s, which no page can change", name, own)
		}
		if strings.Contains(s, "Time that a BPF") {
			t.Errorf("%s has its title, which is for the page to say", name)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	err := long(Bars{}).Write(io.Discard, "gif")
	if err == nil || !strings.Contains(err.Error(), "there are svg, png, pdf") {
		t.Errorf("gif: %v", err)
	}
}
