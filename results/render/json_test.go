package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// decodeRows reads what JSON writes, as another program would.
func decodeRows(t *testing.T) []map[string]any {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	var doc struct{ Rows []map[string]any }
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Rows
}

// TestJSONMembers checks that each row has all members, and no other.
func TestJSONMembers(t *testing.T) {
	want := slices.Sorted(slices.Values(slices.Concat(csvHead, csvLast)))
	for _, r := range decodeRows(t) {
		for _, more := range csvMore {
			delete(r, more)
		}
		if got := slices.Sorted(maps.Keys(r)); !slices.Equal(got, want) {
			t.Fatalf("members %v, want %v", got, want)
		}
	}
}

// TestJSONNulls checks which numbers there are in which rows.
func TestJSONNulls(t *testing.T) {
	figures := []string{"base", "value", "overhead", "lo", "hi"}
	missing := 0
	for _, r := range decodeRows(t) {
		has := func(name string) bool { return r[name] != nil }
		switch {
		case has("reason"):
			missing++
			if slices.ContainsFunc(figures, has) || has("mde") {
				t.Errorf("figures and a reason: %v", r)
			}
		case r["attach"] == "base":
			if r["overhead"] != 0.0 || !has("value") || has("lo") || has("hi") {
				t.Errorf("base: %v", r)
			}
		default:
			if !has("base") || !has("value") || !has("overhead") || !has("lo") || !has("hi") || !has("blocks") {
				t.Errorf("a figure is missing: %v", r)
			}
		}
		if r["metric"] == "instructions/event" && (has("events_per_s") || has("clean_share") || has("mde")) {
			t.Errorf("instructions have a time, or are not exact: %v", r)
		}
		if r["metric"] == "ns/event" && has("lo") != has("mde") {
			t.Errorf("an interval without what it can tell: %v", r)
		}
	}
	if missing != 7 {
		t.Errorf("%d rows without figures, want 7", missing)
	}
}

// TestCSVLikeJSON checks that both have the same rows and names.
func TestCSVLikeJSON(t *testing.T) {
	var b bytes.Buffer
	if err := CSV(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := decodeRows(t)
	if len(lines) != len(rows)+1 {
		t.Fatalf("%d lines for %d rows", len(lines), len(rows))
	}
	for i, r := range rows {
		for j, name := range lines[0] {
			if slices.Contains(csvMore, name) {
				continue // not there: as usual
			}
			if null := r[name] == nil; null != (lines[i+1][j] == "") {
				t.Errorf("row %d, %s: %q in CSV, %v in JSON", i, name, lines[i+1][j], r[name])
			}
			if s, ok := r[name].(string); ok && s != lines[i+1][j] {
				t.Errorf("row %d, %s: %q in CSV, %q in JSON", i, name, lines[i+1][j], s)
			}
		}
	}
}

// TestChangesNulls checks that there are numbers, or a reason.
func TestChangesNulls(t *testing.T) {
	var b bytes.Buffer
	if err := Changes(&b, everything(t)); err != nil {
		t.Fatal(err)
	}
	var doc struct{ Changes []map[string]any }
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	verdicts := map[any]int{}
	for _, c := range doc.Changes {
		verdicts[c["verdict"]]++
		for _, name := range []string{"change", "lo", "hi", "threshold"} {
			if (c[name] == nil) != (c["reason"] != nil) {
				t.Errorf("%s: %v", name, c)
			}
		}
	}
	if verdicts["worse"] != 2 || verdicts["better"] != 2 || verdicts["same"] != 2 || verdicts["inconclusive"] != 4 {
		t.Errorf("verdicts %v", verdicts)
	}
}
