package compare_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// old reads a recording of schema 1, which is never written anew.
func old(t testing.TB, name string) *results.Recording {
	t.Helper()
	rec, err := results.ReadFile("../testdata/schema1/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestOldBaseline: a baseline and a recording of schema 1 agree.
func TestOldBaseline(t *testing.T) {
	f, err := os.Open("testdata/baseline-schema1.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := compare.ReadBaseline(f.Name(), f)
	if err != nil {
		t.Fatal(err)
	}
	if r := against(t, b, old(t, "count.jsonl")); r.Verdict != verdict.Same || len(r.Pairs[0].Rows) != 2 {
		t.Errorf("%v: %+v", r.Err(), r)
	}
}

// TestOldRecordings: old recordings are compared with those of today.
func TestOldRecordings(t *testing.T) {
	r := mustCompare(t, of(old(t, "count.jsonl")), of(counted(1)), compare.Options{})
	if row := rowOf(t, r, "kprobe"); row.Verdict != verdict.Worse {
		t.Errorf("%v: %+v", r.Err(), row)
	}
	r = mustCompare(t, of(old(t, "time.jsonl")), of(timed(2, 1.5)), between)
	if row := rowOf(t, r, "kprobe"); row.Verdict != verdict.Worse {
		t.Errorf("%v: %+v", r.Err(), row)
	}
}

// FuzzRecordings compares whatever can be read with a good recording, and with
// itself: nothing in a file makes a comparison panic, and nothing is worse than
// itself.
func FuzzRecordings(f *testing.F) {
	for _, name := range []string{"count.jsonl", "time.jsonl", "members.jsonl"} {
		text, err := os.ReadFile("../testdata/schema1/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	good := old(f, "count.jsonl")
	f.Fuzz(func(t *testing.T, data []byte) {
		rec, err := results.Read("fuzz", bytes.NewReader(data))
		if err != nil && !errors.Is(err, results.ErrTruncated) {
			return
		}
		if r, err := compare.Recordings(of(good), of(rec), between); err == nil {
			_ = r.Err()
		}
		r, err := compare.Recordings(of(rec), of(rec), between)
		if err == nil && (r.Verdict == verdict.Worse || r.Verdict == verdict.Better) {
			t.Errorf("worse or better than itself: %v", r.Err())
		}
	})
}
