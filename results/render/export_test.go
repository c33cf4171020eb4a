package render

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"

	"github.com/probecost/probecost/results/analysis"
)

// exported is the arm of a task_rename kprobe by the clock.
const exported = "6.12.9-synthetic task_rename/empty/kprobe"

// wanted is the estimate of that arm.
func wanted(t *testing.T) *analysis.Estimate {
	t.Helper()
	return tables(t, good())[0].Row("kprobe").Estimate
}

func written(t *testing.T, write func(io.Writer, []analysis.Table) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGithubAction: every name once, and members of the types that the action
// checks for.
func TestGithubAction(t *testing.T) {
	dec := json.NewDecoder(bytes.NewReader(written(t, GithubAction)))
	dec.DisallowUnknownFields()
	var all []struct {
		Name, Unit, Range, Extra *string
		Value                    *float64
	}
	if err := dec.Decode(&all); err != nil {
		t.Fatal(err)
	}
	seen := map[string]float64{}
	for _, r := range all {
		if r.Name == nil || r.Unit == nil || r.Value == nil {
			t.Fatalf("name, unit or value is missing: %+v", r)
		}
		if _, twice := seen[*r.Name]; twice {
			t.Errorf("%s is there twice", *r.Name)
		}
		seen[*r.Name] = *r.Value
	}
	if got, want := seen[exported], wanted(t).Overhead; got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := seen[exported+" instructions"]; got != 361 {
		t.Errorf("instructions: %v", got)
	}
}

// TestBencher: the nesting that Bencher's adapter takes, nothing else.
func TestBencher(t *testing.T) {
	dec := json.NewDecoder(bytes.NewReader(written(t, Bencher)))
	dec.DisallowUnknownFields()
	var all map[string]map[string]struct {
		Value *float64 `json:"value"`
		Lower *float64 `json:"lower_value"`
		Upper *float64 `json:"upper_value"`
	}
	if err := dec.Decode(&all); err != nil {
		t.Fatal(err)
	}
	for name, measures := range all {
		for measure, m := range measures {
			if m.Value == nil || m.Lower != nil && (*m.Lower > *m.Value || *m.Value > *m.Upper) {
				t.Errorf("%s: %s: %+v", name, measure, m)
			}
		}
	}
	e, got := wanted(t), all[exported]
	if *got["latency"].Value != e.Value || *got["overhead"].Upper != e.Interval.Hi || *got["instructions-over-base"].Value != 361 {
		t.Errorf("%+v", got)
	}
}

// TestOpenMetrics reads what is written with Prometheus' own parser.
func TestOpenMetrics(t *testing.T) {
	text := written(t, OpenMetrics)
	p := textparse.NewOpenMetricsParser(text, labels.NewSymbolTable())
	samples, found := 0, math.NaN()
	seen := map[string]bool{}
	for {
		entry, err := p.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if entry != textparse.EntrySeries {
			continue
		}
		samples++
		series, _, value := p.Series()
		if seen[string(series)] {
			t.Errorf("%s is there twice", series)
		}
		seen[string(series)] = true
		var ls labels.Labels
		p.Labels(&ls)
		if ls.Get("__name__") == "probecost_event_overhead_seconds" && ls.Get("workload") == "task_rename" &&
			ls.Get("handler") == "empty" && ls.Get("attach") == "kprobe" {
			found = value
		}
	}
	if want := wanted(t).Overhead * 1e-9; samples < 50 || math.Abs(found-want) > 1e-18 {
		t.Errorf("%d samples; overhead %v, want %v", samples, found, want)
	}
}

// TestTextfileCollector reads it with the parser of the node exporter, which
// knows no OpenMetrics.
func TestTextfileCollector(t *testing.T) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	found, err := parser.TextToMetricFamilies(bytes.NewReader(written(t, OpenMetrics)))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(families) {
		t.Errorf("%d families of %d", len(found), len(families))
	}
	for name, f := range found {
		if f.GetHelp() == "" || f.GetType().String() != "GAUGE" {
			t.Errorf("%s: help %q, type %v", name, f.GetHelp(), f.GetType())
		}
	}
}

// TestHostileLabels: no name of a kernel ends a label.
func TestHostileLabels(t *testing.T) {
	rec := good()
	rec.Header.Environment.Kernel = "6.12\"} 1\n# EOF\\\xff"
	var b bytes.Buffer
	if err := OpenMetrics(&b, tables(t, rec)); err != nil {
		t.Fatal(err)
	}
	p := textparse.NewOpenMetricsParser(b.Bytes(), labels.NewSymbolTable())
	for {
		entry, err := p.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var ls labels.Labels
		if entry == textparse.EntrySeries {
			if p.Labels(&ls); ls.Get("kernel") != "6.12\"} 1\n# EOF\\\uFFFD" {
				t.Fatalf("kernel %q", ls.Get("kernel"))
			}
		}
	}
}

// TestLatestExport: of two recordings of a kernel the one that started last
// counts, in whatever order they are given.
func TestLatestExport(t *testing.T) {
	early, late := exactly(), exactly()
	late.Header.Started = late.Header.Started.Add(time.Hour)
	for i := range late.Visits {
		if late.Visits[i].Attach == "kprobe" {
			for j := range late.Visits[i].Chunks {
				late.Visits[i].Chunks[j]++
			}
		}
	}
	for _, ts := range [][]analysis.Table{tables(t, early, late), tables(t, late, early)} {
		var b bytes.Buffer
		if err := GithubAction(&b, ts); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), `"value": 362`); n != 2 || strings.Contains(b.String(), `"value": 361`) {
			t.Errorf("%s", b.String())
		}
	}
}
