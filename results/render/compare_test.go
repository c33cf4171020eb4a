package render

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/probecost/probecost/internal/wrap"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// changes is a comparison with everything in it: exact counts that are worse,
// better and the same, times of sessions that are too few, and an arm that is
// gone; another kernel; a recording that nothing can be compared with.
func changes(t testing.TB) *compare.Report {
	t.Helper()
	worse := synthetic.Exact()
	worse.Overhead["kprobe"] += 39
	worse.Overhead["tp_btf"] -= 2
	counted := worse.Count(exactly().Header.Plan)
	counted.Header.Environment.Probecost, counted.Header.Environment.Handlers = "v1.1", "0123456789abcdef"
	later, other, only := good(), poor(), wide()
	later.Visits = later.Visits[:len(later.Visits)-30]
	other.Header.Environment.Mitigations, only.Name = "other | mitigations", "only|old.jsonl"
	before := poor()
	before.Header.Environment.Mitigations = "all"
	r, err := compare.Recordings([]*results.Recording{exactly(), good(), before, only}, []*results.Recording{counted, later, other},
		compare.Options{Threshold: compare.Between})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// comparisons are all ways to write a comparison, by the file of their golden
// output.
var comparisons = []struct {
	file  string
	write func(io.Writer, *compare.Report) error
}{
	{"compare.txt", Comparison},
	{"compare.md", ComparisonMarkdown},
	{"compare.json", ComparisonJSON},
}

func TestComparisonGolden(t *testing.T) {
	r := changes(t)
	if r.Verdict != verdict.Worse {
		t.Errorf("verdict %v: %v", r.Verdict, r.Err())
	}
	for _, c := range comparisons {
		var b bytes.Buffer
		if err := c.write(&b, r); err != nil {
			t.Fatal(err)
		}
		golden(t, c.file, b.Bytes())
	}
}

func TestComparisonFits(t *testing.T) {
	var b bytes.Buffer
	if err := Comparison(&b, changes(t)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > wrap.Width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// TestNothingToCompare: a report without pairs is still readable, and no pass.
func TestNothingToCompare(t *testing.T) {
	r, err := compare.Recordings([]*results.Recording{exactly()}, []*results.Recording{good()}, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(r.Err(), verdict.ErrInconclusive) {
		t.Errorf("%v", r.Err())
	}
	for _, c := range comparisons {
		var b bytes.Buffer
		if err := c.write(&b, r); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v", c.file, err)
		}
	}
}
