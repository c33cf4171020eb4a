package docs

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write generated blocks and published files anew")

// root is the top folder of the project.
const root = "../.."

// published holds a folder per committed set of recordings.
const published = "results/published"

// example holds programs to measure as one's own are.
const example = "examples/agent"

// pages is where the pages are that the README leads to.
const pages = "docs"

// documents are the files that the tests keep, from root: each folder's own,
// and all pages.
func documents(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, pages, "*.md"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no pages in %s: %v", pages, err)
	}
	list := []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", published + "/README.md", example + "/README.md"}
	for _, path := range found {
		list = append(list, pages+"/"+filepath.Base(path))
	}
	return list
}

// eachDocument runs a test on the text of every document.
func eachDocument(t *testing.T, test func(t *testing.T, name, text string)) {
	t.Helper()
	for _, name := range documents(t) {
		t.Run(name, func(t *testing.T) { test(t, name, read(t, name)) })
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	fence      = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
)

// code returns the fenced blocks of a language.
func code(text, language string) []string {
	var blocks []string
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		if m[1] == language {
			blocks = append(blocks, m[2])
		}
	}
	return blocks
}

// prose is the text without its fenced blocks.
func prose(text string) string { return fence.ReplaceAllString(text, "") }

// inline returns what stands between single backticks.
func inline(text string) []string {
	var spans []string
	for _, m := range inlineCode.FindAllStringSubmatch(prose(text), -1) {
		spans = append(spans, m[1])
	}
	return spans
}

// exists says whether a path or pattern from root matches something.
func exists(t *testing.T, pattern string) bool {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil {
		t.Errorf("%s: %v", pattern, err)
	}
	return len(found) > 0
}

// words splits at blanks, and keeps together what is in quotes or $().
func words(line string) []string {
	var list []string
	for _, m := range word.FindAllString(line, -1) {
		list = append(list, strings.NewReplacer(`"`, "", `'`, "").Replace(m))
	}
	return list
}

var word = regexp.MustCompile(`(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+`)
