package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

// TestInline: an element of a page has its colours from the page, its words
// for those who do not see it, and is no document of its own.
func TestInline(t *testing.T) {
	for _, p := range Plots(everything(t)) {
		var b bytes.Buffer
		if err := p.Inline(&b, 700); err != nil {
			t.Fatal(err)
		}
		s := b.String()
		if !strings.HasPrefix(s, `<svg class="plot" role="img" aria-label="`+p.Title()[:4]) || strings.Contains(s, "NaN") {
			t.Errorf("%s: %.200s", p.Name, s)
		}
		if own := regexp.MustCompile(`#[0-9A-F]{6}`).FindString(s); own != "" {
			t.Errorf("%s has %s, which no page can change", p.Name, own)
		}
		wellFormed(t, s)
	}
}

func wellFormed(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPlotCSS: each colour that a plot may have is there for light and for
// dark, and none stands for two.
func TestPlotCSS(t *testing.T) {
	css := PlotCSS()
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
