package docs

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/render"
)

// arm is a row of report --format json, as another program reads it.
type arm struct {
	Kernel, Workload, Handler, Attach, Metric string
	Base, Value, Overhead, Lo, Hi, MDE        *float64
	EventsPerS                                *float64 `json:"events_per_s"`
	CleanShare                                *float64 `json:"clean_share"`
	Blocks                                    *int
	Reason                                    *string
}

func (a arm) control() bool { return a.Attach == "base2" || a.Attach == "spin" }

// pageTest holds the figures of a page against the rows.
type pageTest struct {
	*testing.T
	rows   []*arm
	shown  map[*arm]bool // with all figures
	known  map[*arm]bool // as the control of a table
	checks int
}

// TestPageNumbers: every figure in the tables of the published page is that of
// report --format json, and none of these is missing.
func TestPageNumbers(t *testing.T) {
	page, err := html.Parse(strings.NewReader(read(t, published+"/"+render.PageFile)))
	if err != nil {
		t.Fatal(err)
	}
	p := &pageTest{T: t, shown: map[*arm]bool{}, known: map[*arm]bool{}}
	text, err := execute(t, "report", "--format", "json", published+"/time", published+"/count")
	if err != nil {
		t.Fatal(err, text)
	}
	var doc struct{ Rows []*arm }
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	p.rows = doc.Rows
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "table" {
			p.table(n)
		}
	}
	for _, a := range p.rows {
		if seen := p.shown[a] || p.known[a]; a.Overhead != nil && !seen {
			t.Errorf("%s %s/%s/%s is not on the page", a.Kernel, a.Workload, a.Handler, a.Attach)
		}
	}
	if p.checks < 500 {
		t.Errorf("only %d figures were looked at", p.checks)
	}
}

// TestPageCommands: the commands by which a page says that it can be measured
// again are commands of this program.
func TestPageCommands(t *testing.T) {
	page, err := html.Parse(strings.NewReader(read(t, published+"/"+render.PageFile)))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for n := range page.Descendants() {
		if n.Data != "pre" {
			continue
		}
		for _, ws := range commands("```sh\n" + strings.TrimSpace(n.FirstChild.FirstChild.Data) + "\n```") {
			if ws[0] == "bin/probecost" {
				found++
				parse(t, "", ws[1:])
			}
		}
	}
	if found != 3 {
		t.Errorf("%d commands for three recordings", found)
	}
}

// grid is a table in words.
type grid struct {
	section, id, caption string
	head                 []string
	rows                 [][]string
}

func newGrid(table *html.Node) grid {
	g := grid{id: attribute(table, "id")}
	for n := table; n != nil; n = n.Parent {
		if n.Data == "section" {
			g.section = attribute(n, "id")
		}
	}
	for n := range table.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "caption":
			g.caption = strings.TrimSuffix(textOf(n), " #")
		case n.Data == "tr":
			var cells []string
			for c := range n.ChildNodes() {
				if c.Data == "th" || c.Data == "td" {
					cells = append(cells, textOf(c))
				}
			}
			g.rows = append(g.rows, cells)
		}
	}
	g.head, g.rows = g.rows[0], g.rows[1:]
	return g
}

func attribute(n *html.Node, name string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}

// textOf leaves out the numbers that lead to a reason.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent.Parent == nil || d.Parent.Parent.Data != "sup") {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

var (
	figuresOf = regexp.MustCompile(`^(\S+) · handler (\S+) · (\S+)$`)
	handlerOf = regexp.MustCompile(`^(\S+) · (\S+) over base$`)
	kernelOf  = regexp.MustCompile(`^(\S+) · handler (\S+) · (\S+) over base, by kernel$`)
	clocksOf  = regexp.MustCompile(`^(\S+) · handler (\S+) · per event over base$`)
	sureOf    = regexp.MustCompile(`^How sure · \w+, Linux (\S+),`)
)

// table knows by the caption what a table is of.
func (p *pageTest) table(node *html.Node) {
	g := newGrid(node)
	if m := sureOf.FindStringSubmatch(g.caption); m != nil {
		p.validity(g, m[1])
		return
	}
	if strings.HasPrefix(g.caption, "Load, attach, detach") {
		p.times(g)
		return
	}
	for _, cells := range g.rows {
		for i, cell := range cells[1:] {
			head := g.head[i+1]
			if m := figuresOf.FindStringSubmatch(g.caption); m != nil {
				a := p.find(g, m[1], m[2], cells[0], m[3], "")
				p.shown[a] = true
				p.figure(a, head, cell)
			} else if m := handlerOf.FindStringSubmatch(g.caption); m != nil {
				p.overhead(p.find(g, m[1], head, cells[0], m[2], ""), cell)
			} else if m := kernelOf.FindStringSubmatch(g.caption); m != nil {
				a := p.find(g, m[1], m[2], cells[0], m[3], "Linux "+head)
				if a.Attach == "base" {
					p.number(a, cell, a.Value)
				} else {
					p.overhead(a, cell)
				}
			} else if m := clocksOf.FindStringSubmatch(g.caption); m != nil {
				metric, kernel, _ := strings.Cut(head, ", ")
				p.overhead(p.find(g, m[1], m[2], cells[0], metric+"/event", kernel), cell)
			} else if g.section != "environment" {
				p.Errorf("nobody has looked at the table %q", g.caption)
			}
		}
	}
}

// find is the row of an arm, on the kernel that a column or the table's address
// names.
func (p *pageTest) find(g grid, workload, handler, attach, metric, kernel string) *arm {
	var found []*arm
	for _, a := range p.rows {
		named := kernel == "Linux "+a.Kernel || kernel == "Linux "+results.ShortRelease(a.Kernel) ||
			strings.Contains(g.id, regexp.MustCompile(`[^\w.]+`).ReplaceAllString(a.Kernel, "-"))
		if a.Workload == workload && a.Handler == handler && a.Attach == attach && a.Metric == metric && named {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		p.Fatalf("%s: %d rows are %s/%s/%s %s %s", g.caption, len(found), workload, handler, attach, metric, kernel)
	}
	return found[0]
}

// figure is one of the columns that a table has with all figures.
func (p *pageTest) figure(a *arm, head, cell string) {
	switch head {
	case "overhead":
		if a.Attach != "base" {
			p.overhead(a, cell)
		}
	case "ns/event", "instructions/event":
		p.number(a, cell, a.Value)
	case "events/s":
		p.number(a, cell, a.EventsPerS)
	case "% of base":
		var percent *float64
		if a.Overhead != nil && a.Attach != "base" {
			x := 100 * *a.Overhead / *a.Base
			percent = &x
		}
		p.number(a, strings.TrimSuffix(cell, " %"), percent)
	default:
		p.Errorf("a column that nobody looks at: %s", head)
	}
}

// overhead is "32.46 ± 1.15 ns", "361", "< 0.31 ns", or a word where there is none.
func (p *pageTest) overhead(a *arm, cell string) {
	cell = strings.TrimSuffix(cell, " ns")
	if bound, ok := strings.CutPrefix(cell, "< "); ok {
		x, digits := rounded(p.T, bound)
		if math.Abs(*a.Overhead) >= *a.MDE || x < *a.MDE || x-*a.MDE > digits {
			p.Errorf("%v of %s: %s for %v", a, a.Attach, cell, *a.MDE)
		}
		p.checks++
		return
	}
	value, half, ranged := strings.Cut(cell, " ± ")
	p.number(a, value, a.Overhead)
	if ranged != (a.MDE != nil) {
		p.Errorf("%s/%s: %s, interval %v", a.Workload, a.Attach, cell, a.MDE)
	}
	if ranged {
		width := (*a.Hi - *a.Lo) / 2
		p.number(a, half, &width)
	}
}

// number holds a cell against what it is rounded from; nil is none.
func (p *pageTest) number(a *arm, cell string, want *float64) {
	p.Helper()
	p.checks++
	if hasDigit := strings.ContainsAny(cell, "0123456789"); hasDigit != (want != nil) {
		p.Errorf("%s/%s/%s: %q stands for %v", a.Workload, a.Handler, a.Attach, cell, want)
	} else if hasDigit {
		if x, digit := rounded(p.T, cell); math.Abs(x-*want) > digit/2*(1+1e-9) {
			p.Errorf("%s/%s/%s: %q stands for %v", a.Workload, a.Handler, a.Attach, cell, *want)
		}
	}
}

// rounded reads a number, and how much its last digit is worth.
func rounded(t *testing.T, text string) (x, digit float64) {
	t.Helper()
	unit := 1.0
	for suffix, worth := range map[string]float64{"K": 1e3, "M": 1e6, "G": 1e9} {
		if s, ok := strings.CutSuffix(text, suffix); ok {
			text, unit = s, worth
		}
	}
	if _, err := fmt.Sscanf(text, "%g", &x); err != nil {
		t.Fatalf("%q is no number: %v", text, err)
	}
	_, fraction, _ := strings.Cut(text, ".")
	return x * unit, unit * math.Pow10(-len(fraction))
}
