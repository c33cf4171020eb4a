package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A generated block is what stands between these two comments. The words
// after "generated:" name a generator and its arguments.
var block = regexp.MustCompile(`(?ms)^<!-- generated: ([^\n]*?) -->\n(.*?)^<!-- end -->$`)

// A generated word is the same within a line, such as a cell of a table.
var generatedWord = regexp.MustCompile(`<!-- generated: ([^\n]*?) -->[^\n]*?<!-- end -->`)

// regenerate replaces what a pattern has found by what the generator that it names makes.
func regenerate(t *testing.T, text string, found *regexp.Regexp, gap string) string {
	return found.ReplaceAllStringFunc(text, func(old string) string {
		call := found.FindStringSubmatch(old)[1]
		made, err := generate(strings.Fields(call))
		if err != nil {
			t.Errorf("%s: %v", call, err)
			return old
		}
		return fmt.Sprintf("<!-- generated: %s -->%s%s%s<!-- end -->", call, gap, strings.TrimSpace(made), gap)
	})
}

// TestGenerated shows that every generated block and word is what its generator
// makes of the published recordings.
func TestGenerated(t *testing.T) {
	eachDocument(t, func(t *testing.T, name, text string) {
		fresh := regenerate(t, regenerate(t, text, block, "\n"), generatedWord, "")
		if *update {
			if err := os.WriteFile(filepath.Join(root, name), []byte(fresh), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if diff := cmp.Diff(text, fresh); diff != "" {
			t.Errorf("what is generated is out of date (-is +should be): go test ./internal/docs -update\n%s", diff)
		}
	})
}

// quoted is a block of figures from elsewhere, with their source.
var quoted = regexp.MustCompile(`(?ms)^<!-- quoted: [^\n]+ -->\n.*?^<!-- end -->$`)

// figure is a measured quantity: a number with a unit.
var figure = regexp.MustCompile(`\d[\d.,]*\s*(ns|µs|instructions?|events/s)\b|\d\s*%|\b\d+(\.\d+)?[KM]\b`)

// source is a file that a document names: the place where a figure is argued.
var source = regexp.MustCompile("`[\\w./*]+\\.(go|c|h|sh)`")

// TestFigures shows that no figure stands in a document on its own: it is
// generated, quoted with its source, or names the file that it comes from.
func TestFigures(t *testing.T) {
	eachDocument(t, func(t *testing.T, _, text string) {
		for _, known := range []*regexp.Regexp{block, generatedWord, quoted} {
			text = known.ReplaceAllString(text, "")
		}
		for paragraph := range strings.SplitSeq(prose(text), "\n\n") {
			if figure.MatchString(paragraph) && !source.MatchString(paragraph) {
				t.Errorf("%q has no source: generate it, or name the file that gives it:\n%s", figure.FindString(paragraph), paragraph)
			}
		}
	})
}
