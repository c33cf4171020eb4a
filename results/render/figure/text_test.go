package figure

import (
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// TestBroken: lines fit, and together they are the name.
func TestBroken(t *testing.T) {
	style := lettering(9, false, ink)
	for _, name := range append(slices.Clone(attachTypes), longKernelName(3), "old handle_exec (kprobe)", "ÄÖÜ·–±", "") {
		for width := vg.Length(20); width < 400; width += 37 {
			lines := broken(name, style, width)
			for _, line := range lines {
				if style.Width(line) > width {
					t.Errorf("%q is wider than %v", line, width)
				}
			}
			if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(name, " ", "") {
				t.Errorf("%q became %q", name, lines)
			}
		}
	}
	if got := broken("raw_tracepoint", style, 50); !slices.Equal(got, []string{"raw_", "tracepoint"}) {
		t.Errorf("%q", got)
	}
}

func TestShortened(t *testing.T) {
	style := lettering(9, false, ink)
	if got := shortened("kprobe", style, 100); got != "kprobe" {
		t.Errorf("%q", got)
	}
	name := "old " + strings.Repeat("handle_", 20) + "new"
	got := shortened(name, style, 100)
	if style.Width(got) > 100 || !strings.HasPrefix(got, "old ") || !strings.HasSuffix(got, "new") || !strings.Contains(got, "…") {
		t.Errorf("%q, %v wide", got, style.Width(got))
	}
}
