package render

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var sequence = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestColour: verdicts have colours where these are wanted, and the table is the
// same without.
func TestColour(t *testing.T) {
	t.Setenv("NO_COLOR", "1") // is for who decides whether they are wanted
	for name, test := range map[string]struct {
		write func(io.Writer) error
		want  []string
	}{
		"compare": {func(w io.Writer) error { return Comparison(w, changes(t)) },
			[]string{"\x1b[31mworse\x1b[", "\x1b[32mbetter\x1b[", "\x1b[33minconclusive\x1b[", " same\n"}},
		"report": {func(w io.Writer) error { return Table(w, everything(t)) }, []string{"\x1b[2mn/a\x1b[", "\x1b[33minconclusive\x1b["}},
		"trend": {func(w io.Writer) error {
			return Trend(w, seriesOf(t, past(t, 60, "kprobe", "tracepoint")))
		}, []string{"\x1b[31mworse\x1b["}},
	} {
		t.Run(name, func(t *testing.T) {
			var plain, coloured bytes.Buffer
			if err := test.write(&plain); err != nil {
				t.Fatal(err)
			}
			if err := test.write(InColour(&coloured)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain.String(), sequence.ReplaceAllString(coloured.String(), "")); diff != "" {
				t.Errorf("without colours it is not the same (-plain +coloured):\n%s", diff)
			}
			for _, want := range test.want {
				if !strings.Contains(coloured.String(), want) {
					t.Errorf("no %q in\n%s", want, coloured.String())
				}
			}
			if strings.Contains(plain.String(), "\x1b") {
				t.Error("colours that nobody wanted")
			}
		})
	}
}
