package docs

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// advice is the page that says in words what the recordings show.
const advice = pages + "/which-attach-type.md"

// claimed is a sentence of the page that compares two attach types.
var claimed = regexp.MustCompile(`(?m)^- (In (?P<workload>\w+), )?(?i:by (?P<metric>instructions|time), )?(?i:(?P<handler>without|with) the fields), ` +
	`(?P<one>\w+) (?P<verb>costs less than|costs what|does not cost less than) (?P<other>\w+)( costs)?\.$`)

// A claim is what such a sentence says, of every recording that has both types.
type claim struct{ workload, metric, handler, one, verb, other string }

func claims(text string) (list []claim) {
	for _, m := range claimed.FindAllStringSubmatch(text, -1) {
		field := func(name string) string { return m[claimed.SubexpIndex(name)] }
		c := claim{field("workload"), field("metric"), "empty", field("one"), field("verb"), field("other")}
		if strings.EqualFold(field("handler"), "with") {
			c.handler = "fields"
		}
		list = append(list, c)
	}
	return list
}

// about says whether a claim speaks of a table.
func (c claim) about(t analysis.Table) bool {
	exact := t.Header.Metric == results.Instructions
	return t.Handler == c.handler && (c.workload == "" || c.workload == t.Workload) &&
		(c.metric == "" || (c.metric == "instructions") == exact)
}

// check holds a claim against a table. Less is surely less: the intervals are apart.
func (c claim) check(one, other analysis.Interval) error {
	less, more := one.Hi < other.Lo, one.Lo > other.Hi
	holds := map[string]bool{"costs less than": less, "costs what": !less && !more, "does not cost less than": !less}
	if !holds[c.verb] {
		return fmt.Errorf("%s: %.1f to %.1f, %s: %.1f to %.1f", c.one, one.Lo, one.Hi, c.other, other.Lo, other.Hi)
	}
	return nil
}

// TestClaims shows that what the page says of the recordings is so.
func TestClaims(t *testing.T) {
	text := read(t, advice)
	all, err := everyTable()
	if err != nil {
		t.Fatal(err)
	}
	list := claims(text)
	if len(list) < 5 || len(list) != strings.Count(text, "the fields, ") {
		t.Errorf("%d claims found: are they worded as they were?", len(list))
	}
	for _, c := range list {
		found := 0
		for _, table := range all {
			one, other := table.Row(c.one), table.Row(c.other)
			if !c.about(table) || one == nil || other == nil || one.Estimate == nil || other.Estimate == nil {
				continue
			}
			found++
			if err := c.check(*one.Estimate.Interval, *other.Estimate.Interval); err != nil {
				t.Errorf("%+v is not so on Linux %s, %s: %v", c, table.Header.Environment.Kernel, table.Name(), err)
			}
		}
		if found == 0 {
			t.Errorf("%+v: no recording has both", c)
		}
	}
}

// everyTable is of the recordings that the page shows for hooks that fire.
func everyTable() ([]analysis.Table, error) {
	var all []analysis.Table
	for _, folder := range []string{"time", "count"} {
		ts, err := tables(folder, func(analysis.Table) bool { return true })
		if err != nil {
			return nil, err
		}
		all = append(all, ts...)
	}
	return all, nil
}

// TestAdvice shows that the page has a word for every attach type with figures.
func TestAdvice(t *testing.T) {
	text, _, _ := strings.Cut(read(t, advice), "## What each costs")
	all, err := everyTable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range subjects([][]analysis.Table{all}) {
		if !strings.Contains(text, "**"+name+"**") {
			t.Errorf("%s does not say when to use %s", filepath.Base(advice), name)
		}
	}
}
