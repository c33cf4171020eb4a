package results_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// The files of testdata/schema1 were written by the first version that had
// schema 1, and are never written anew: recordings as old as they are must be
// read for as long as their schema is.

// TestOldMembers: every member of an old recording is still known, and has its
// value. members.jsonl has all of them.
func TestOldMembers(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "schema1", "members.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	rec, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	was, is := bytes.Split(text, []byte("\n")), bytes.Split(encode(t, rec), []byte("\n"))
	if len(was) != 5 || len(is) != len(was) {
		t.Fatalf("%d lines, then %d", len(was), len(is))
	}
	for i := range was[:4] {
		var a, b any
		if json.Unmarshal(was[i], &a) != nil || json.Unmarshal(is[i], &b) != nil {
			t.Fatalf("line %d is no JSON", i+1)
		}
		within(t, "", a, b)
	}
}

// within checks that all of a is in b, which may have more members.
func within(t *testing.T, at string, a, b any) {
	t.Helper()
	members, ok := a.(map[string]any)
	if !ok {
		if list, ok := a.([]any); ok {
			others, _ := b.([]any)
			if len(others) != len(list) {
				t.Errorf("%s: %v became %v", at, a, b)
				return
			}
			for i := range list {
				within(t, at+"[]", list[i], others[i])
			}
			return
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %v became %v", at, a, b)
		}
		return
	}
	others, _ := b.(map[string]any)
	for name, value := range members {
		within(t, at+"."+name, value, others[name])
	}
}

// TestOldFigures: what an old recording says is what it said.
func TestOldFigures(t *testing.T) {
	for _, c := range []struct {
		file     string
		overhead float64
		within   float64
	}{{"count.jsonl", 361, 0}, {"time.jsonl", 100, 2}} {
		rec, err := results.ReadFile(filepath.Join("testdata", "schema1", c.file))
		if err != nil {
			t.Fatal(err)
		}
		tables, err := analysis.Analyze(rec)
		if err != nil {
			t.Fatalf("%s: %v", c.file, err)
		}
		row := tables[0].Row("kprobe")
		if row == nil || row.Estimate == nil || row.Estimate.Overhead < c.overhead-c.within || row.Estimate.Overhead > c.overhead+c.within {
			t.Errorf("%s: %+v", c.file, row)
		}
	}
}
