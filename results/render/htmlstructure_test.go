package render

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// elements are those of a page that have a name, or all.
func elements(root *html.Node, names ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) && !yield(n) {
				return
			}
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// eachPage parses all pages.
func eachPage(t *testing.T, test func(t *testing.T, root *html.Node)) {
	for name, text := range pages(t) {
		t.Run(name, func(t *testing.T) {
			root, err := html.Parse(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			test(t, root)
		})
	}
}

// TestPageAlone: nothing runs on a page, and nothing is fetched for it, whatever
// words a recording has.
func TestPageAlone(t *testing.T) {
	allowed := strings.Fields("html head meta link title style body a header p h1 h2 h3 ul ol li strong small span nav main section div table caption " +
		"thead tbody tr th td sup figure figcaption br svg g path text rect line circle polygon polyline defs clippath use title desc pre code dl dt dd em")
	eachPage(t, func(t *testing.T, root *html.Node) {
		for n := range elements(root) {
			if !slices.Contains(allowed, strings.ToLower(n.Data)) {
				t.Errorf("an element %s", n.Data)
			}
			for _, a := range n.Attr {
				address := a.Key == "href" || a.Key == "src" || a.Key == "action"
				if strings.HasPrefix(a.Key, "on") || address && !strings.HasPrefix(a.Val, "#") && a.Val != "data:," {
					t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
				}
			}
		}
		for n := range elements(root, "style") {
			if text := textOf(n); strings.Contains(text, "url(") || strings.Contains(text, "@import") {
				t.Errorf("a style sheet fetches something: %s", text)
			}
		}
	})
}

// TestPageAddresses: each is there once, and leads somewhere.
func TestPageAddresses(t *testing.T) {
	eachPage(t, func(t *testing.T, root *html.Node) {
		ids := map[string]bool{}
		for n := range elements(root) {
			if id := attribute(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s is there twice", id)
				}
				ids[id] = true
			}
		}
		for n := range elements(root) {
			for _, ref := range []string{strings.TrimPrefix(attribute(n, "href"), "#"), attribute(n, "aria-labelledby")} {
				if ref != "" && ref != "data:," && !ids[ref] {
					t.Errorf("%s leads to %q, which is not there", n.Data, ref)
				}
			}
		}
		for n := range elements(root, "tr") {
			if n.Parent.Data == "tbody" && attribute(n, "id") == "" {
				t.Errorf("a row cannot be cited: %s", textOf(n))
			}
		}
	})
}

// TestPageAccessible: what one who does not see the page, or has no mouse, needs.
func TestPageAccessible(t *testing.T) {
	eachPage(t, func(t *testing.T, root *html.Node) {
		testLandmarks(t, root)
		testHeadings(t, root)
		for n := range elements(root, "table") {
			testTable(t, n)
		}
		for n := range elements(root, "svg") {
			if attribute(n, "role") != "img" || len(attribute(n, "aria-label")) < 40 {
				t.Errorf("a drawing says %q", attribute(n, "aria-label"))
			}
		}
		for n := range elements(root, "div") {
			moves := strings.Contains(attribute(n, "class"), "scroll")
			named := attribute(n, "aria-label")+attribute(n, "aria-labelledby") != ""
			if moves && (attribute(n, "tabindex") != "0" || attribute(n, "role") != "region" || !named) {
				t.Errorf("no keyboard can move %.80q", textOf(n))
			}
		}
	})
}

func testLandmarks(t *testing.T, root *html.Node) {
	for _, name := range []string{"header", "nav", "main", "h1", "title"} {
		if n := len(slices.Collect(elements(root, name))); n != 1 && (name != "title" || n == 0) {
			t.Errorf("%d elements %s", n, name)
		}
	}
	for n := range elements(root, "html") {
		if attribute(n, "lang") != "en" {
			t.Error("no language")
		}
	}
	for n := range elements(root, "a") {
		if attribute(n, "class") != "skip" || attribute(n, "href") != "#main" {
			t.Error("the first link does not skip the contents")
		}
		break
	}
}

// testHeadings: none skips a level.
func testHeadings(t *testing.T, root *html.Node) {
	before := 0
	for n := range elements(root, "h1", "h2", "h3", "h4") {
		level := int(n.Data[1] - '0')
		if level > before+1 {
			t.Errorf("%s %q comes after one of level %d", n.Data, textOf(n), before)
		}
		if textOf(n) == "" {
			t.Errorf("an empty %s", n.Data)
		}
		before = level
	}
}

func testTable(t *testing.T, table *html.Node) {
	first := table.FirstChild
	for first.Type != html.ElementNode {
		first = first.NextSibling
	}
	name := textOf(first)
	if first.Data != "caption" || name == "#" {
		t.Errorf("a table without a caption: %.80q", textOf(table))
	}
	columns := 0
	for row := range elements(table, "tr") {
		var scopes []string
		n := 0
		for cell := range elements(row, "th", "td") {
			n++
			if cell.Data == "th" {
				scopes = append(scopes, attribute(cell, "scope"))
			}
		}
		if columns == 0 {
			columns = n
			if !slices.Equal(scopes, slices.Repeat([]string{"col"}, n)) {
				t.Errorf("%s: heads are of %v", name, scopes)
			}
			continue
		}
		if n != columns || fmt.Sprint(scopes) != "[row]" {
			t.Errorf("%s: a row of %d in a table of %d columns, heads of %v: %s", name, n, columns, scopes, textOf(row))
		}
	}
}
