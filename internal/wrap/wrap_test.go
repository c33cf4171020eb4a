package wrap

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for name, test := range map[string]struct {
		first, s string
		want     []string
	}{
		"nothing": {"", "", []string{""}},
		"short":   {"note: ", "a few   words", []string{"note: a few words"}},
		"long": {"note: ", long, []string{
			"note: " + strings.TrimSpace(strings.Repeat("word ", 15)), // 80 columns
			"      " + strings.TrimSpace(strings.Repeat("word ", 15)),
		}},
		"a long label": {"  a_program_with_a_name_that_takes_half_of_the_line (kprobe): ", "n/a: this kernel lacks it", []string{
			"  a_program_with_a_name_that_takes_half_of_the_line (kprobe): n/a: this kernel",
			"      lacks it",
		}},
		"a long word": {"  label: ", "see " + strings.Repeat("folder/", 20), []string{
			"  label: see",
			"         " + strings.Repeat("folder/", 10),
			"         " + strings.Repeat("folder/", 10),
		}},
		"signs of one column": {"", strings.Repeat("± ", 41), []string{strings.TrimSpace(strings.Repeat("± ", 40)), "±"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Join(test.want, "\n")+"\n", Text(test.first, test.s)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestName(t *testing.T) {
	for name, want := range map[string][]string{
		"":                               {""},
		"exactly_ten":                    {"exactly_", "ten"},
		"ten_column":                     {"ten_column"},
		"handle_exec (kprobe)":           {"handle_", "exec", "(kprobe)"},
		"withoutanybreak":                {"withoutany", "break"},
		"a/b/c/d/e/f/g":                  {"a/b/c/d/e/", "f/g"},
		"名名名名名名":                         {"名名名名名", "名"},
		"x" + strings.Repeat("±", 11):    {"x" + strings.Repeat("±", 9), "±±"},
		"6.12.117+deb12-cloud-amd64":     {"6.12.", "117+deb12-", "cloud-", "amd64"},
		strings.Repeat("y", 30) + "_end": {strings.Repeat("y", 10), strings.Repeat("y", 10), strings.Repeat("y", 10), "_end"},
	} {
		if got := Name(name, 10); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// FuzzText: whatever the text, no line is too long, and no word is lost.
func FuzzText(f *testing.F) {
	f.Add("note: ", "a text, and a/very_long-word")
	f.Add(strings.Repeat("x", 100), strings.Repeat("± ", 200))
	f.Fuzz(func(t *testing.T, first, s string) {
		if !utf8.ValidString(first) || !utf8.ValidString(s) || strings.ContainsFunc(first+s, unicode.IsControl) {
			t.Skip("characters that have no width")
		}
		text := Text(first, s)
		for line := range strings.Lines(text) {
			if n := Width(strings.TrimSuffix(line, "\n")); n > Columns {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		joined := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if joined(text) != joined(first+" "+s) {
			t.Errorf("%q has become %q", first+" "+s, text)
		}
	})
}
