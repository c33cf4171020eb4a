package figure

import (
	"image/color"
	"math"
	"strings"
	"testing"
)

// luminance is that of WCAG 2.1, relative to white.
func luminance(c color.RGBA) float64 {
	linear := func(x uint8) float64 {
		v := float64(x) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is from 1 to 21.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast: marks and letters stand out from paper, light or dark, and from
// the noise where they are on it.
func TestContrast(t *testing.T) {
	if got := contrast(rgb(0), rgb(0xffffff)); math.Abs(got-21) > 1e-9 {
		t.Fatalf("black on white: %v", got)
	}
	for _, c := range []struct {
		on    tone
		least float64
		marks []tone
	}{
		{paper, 4.5, []tone{ink, faint}},
		{paper, 3, append([]tone{bar, second}, seriesTones...)},
		{noise, 3, []tone{ink, bar, faint}},
	} {
		for _, m := range c.marks {
			if got := contrast(m.light, c.on.light); got < c.least {
				t.Errorf("%s on light %s: %.2f, want %v", m.name, c.on.name, got, c.least)
			}
			if got := contrast(m.dark, c.on.dark); got < c.least {
				t.Errorf("%s on dark %s: %.2f, want %v", m.name, c.on.name, got, c.least)
			}
		}
	}
}

// TestCSS: each colour that a figure may have is there for light and for dark,
// and none stands for two.
func TestCSS(t *testing.T) {
	css := CSS()
	seen := map[string]string{}
	for _, tone := range tones {
		if n := strings.Count(css, "--plot-"+tone.name+":"); n != 3 {
			t.Errorf("%s is there %d times, want for light, dark and print", tone.name, n)
		}
		if other := seen[hexadecimal(tone.light)]; other != "" {
			t.Errorf("%s is the same as %s", tone.name, other)
		}
		seen[hexadecimal(tone.light)] = tone.name
	}
}

// TestWithoutColour: as many lines as there are attach types differ in marker or
// dashes.
func TestWithoutColour(t *testing.T) {
	type look struct {
		shape, dash int
		hollow      bool
	}
	seen := map[look]int{}
	for i := range attachTypes {
		l := look{i % len(markerShapes), i % len(dashes), i%2 == 1}
		if other, ok := seen[l]; ok {
			t.Errorf("%d looks like %d", i, other)
		}
		seen[l] = i
	}
}
