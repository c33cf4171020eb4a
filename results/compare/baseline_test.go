package compare_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// baselineOf is what --update writes, read back.
func baselineOf(t *testing.T, recs ...*results.Recording) *compare.Baseline {
	t.Helper()
	var b compare.Baseline
	if err := b.Update(recs); err != nil {
		t.Fatal(err)
	}
	return reread(t, &b)
}

func reread(t *testing.T, b *compare.Baseline) *compare.Baseline {
	t.Helper()
	var text bytes.Buffer
	if err := b.Write(&text); err != nil {
		t.Fatal(err)
	}
	again, err := compare.ReadBaseline("baseline.json", &text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, again); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
	return again
}

// onKernel is a recording of counts on another kernel.
func onKernel(release string, more float64) *results.Recording {
	rec := counted(more)
	rec.Name, rec.Header.Environment.Kernel = release+".jsonl", release
	return rec
}

func against(t *testing.T, b *compare.Baseline, recs ...*results.Recording) *compare.Report {
	t.Helper()
	r, err := b.Against("baseline.json", recs, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBaseline(t *testing.T) {
	b := baselineOf(t, counted(0), onKernel("6.1.0", 0))
	for _, c := range []struct {
		more float64
		want verdict.Verdict
	}{{0, verdict.Same}, {1, verdict.Worse}, {-1, verdict.Better}} {
		r := against(t, b, onKernel("6.1.0", c.more))
		if r.Verdict != c.want || rowOf(t, r, "kprobe").Old.Overhead != 361 || len(r.Pairs) != 1 {
			t.Errorf("%+v: %v", c.more, r.Err())
		}
	}
	if err := against(t, b, onKernel("6.1.0", 7)).Err(); err == nil ||
		err.Error() != "regression: Linux 6.1.0, task_rename/empty/kprobe: 361, now 368 instructions/event (+7)" {
		t.Errorf("%v", err)
	}
}

// TestUnknownKernel is told, and fails nothing, whether it is another release,
// another build of it, or another CPU.
func TestUnknownKernel(t *testing.T) {
	b := baselineOf(t, counted(0))
	build, cpu := counted(50), counted(50)
	build.Header.Environment.Version, cpu.Header.Environment.CPU = "#2 SMP", "another"
	for _, rec := range []*results.Recording{onKernel("7.3", 50), build, cpu} {
		r := against(t, b, rec)
		if r.Err() != nil || len(r.Unknown) != 1 || len(r.Pairs) != 0 {
			t.Errorf("%v: unknown %q", r.Err(), r.Unknown)
		}
	}
	if r := against(t, b, onKernel("7.3", 50), counted(1)); r.Verdict != verdict.Worse || len(r.Unknown) != 1 {
		t.Errorf("beside a kernel that is known: %v, unknown %q", r.Err(), r.Unknown)
	}
}

// TestLostFromBaseline: an arm that the baseline has must be there.
func TestLostFromBaseline(t *testing.T) {
	b := baselineOf(t, counted(0))
	b.Kernels[0].Overheads["task_rename/empty/fentry"] = 134
	if r := against(t, b, counted(0)); r.Verdict != verdict.Inconclusive || !strings.Contains(r.Err().Error(), "fentry: new has no figure") {
		t.Errorf("%v", r.Err())
	}
	delete(b.Kernels[0].Overheads, "task_rename/empty/kprobe")
	delete(b.Kernels[0].Overheads, "task_rename/empty/fentry")
	if r := against(t, b, counted(0)); r.Verdict != verdict.Same || len(r.Pairs[0].Added) != 1 {
		t.Errorf("a new arm: %v", r.Err())
	}
}

// TestUpdate takes over what was measured, keeps other kernels, and refuses
// what contradicts itself or is invalid.
func TestUpdate(t *testing.T) {
	b := baselineOf(t, onKernel("6.1.0", 0), counted(0))
	if err := b.Update(of(counted(39))); err != nil {
		t.Fatal(err)
	}
	b = reread(t, b)
	if len(b.Kernels) != 2 || against(t, b, counted(39)).Verdict != verdict.Same || against(t, b, onKernel("6.1.0", 0)).Verdict != verdict.Same {
		t.Errorf("%+v", b)
	}
	before := reread(t, b)
	if err := b.Update(of(counted(1), counted(2))); !errors.Is(err, verdict.ErrInconclusive) {
		t.Errorf("a contradiction: %v", err)
	}
	bad := counted(0)
	bad.Visits[len(bad.Visits)-1].Chunks[5] -= 10
	if err := b.Update(of(counted(0), bad)); !errors.Is(err, analysis.ErrInvalid) {
		t.Errorf("an invalid recording: %v", err)
	}
	if diff := cmp.Diff(before, b); diff != "" {
		t.Errorf("a refused update changed the baseline:\n%s", diff)
	}
	if err := b.Update(of(timed(1, 1))); err == nil || !strings.Contains(err.Error(), "this is of time") {
		t.Errorf("time: %v", err)
	}
}

func TestReadBaselineRefuses(t *testing.T) {
	const head = "{\"schema\":1,\n\"kernels\":[{\"environment\":{\"kernel\":\"6.1\"},\n"
	for name, c := range map[string]struct{ text, expect string }{
		"nothing":         {"", "b.json:1: no baseline"},
		"a recording":     {`{"header":{"schema":1}}`, "b.json:1: baseline of schema 0"},
		"newer":           {`{"schema":2}`, "schema 2: this probecost reads 1 to 1"},
		"cut short":       {head + `"instructions_over_base":{"a/b/c":1`, "b.json:3: no baseline"},
		"words":           {head + `"instructions_over_base":{"a/b/c":"many"}}]}`, "b.json:3: no baseline"},
		"no arm":          {head + `"instructions_over_base":{"a":1}}]}`, `kernel 6.1: no arm: "a"`},
		"no kernel":       {`{"schema":1,"kernels":[{}]}`, "counts without a kernel"},
		"twice":           {`{"schema":1,"kernels":[{"environment":{"kernel":"6.1"}},{"environment":{"kernel":"6.1","cpu":"x"}}]}`, "kernel 6.1 is there twice"},
		"endless":         {head + `"instructions_over_base":{"a/b/c":1e300}}]}`, "1e+300 instructions"},
		"two documents":   {`{"schema":1}{"schema":1}`, "b.json:1: no baseline"},
		"too large a one": {strings.Repeat(" ", 17<<20), "b.json: more than"},
	} {
		if _, err := compare.ReadBaseline("b.json", strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.expect) {
			t.Errorf("%s: %v, want %q", name, err, c.expect)
		}
	}
}

func FuzzReadBaseline(f *testing.F) {
	var b compare.Baseline
	var text bytes.Buffer
	if err := errors.Join(b.Update(of(counted(0), onKernel("6.1.0", 3))), b.Write(&text)); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	f.Add(text.Bytes()[:text.Len()/2])
	f.Add([]byte(`{"schema":1,"kernels":[{"environment":{"kernel":"6"},"instructions_over_base":{"a/b/c/workers=2/stats":1}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := compare.ReadBaseline("fuzz", bytes.NewReader(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz:") {
				t.Errorf("no file is named: %v", err)
			}
			return
		}
		var text bytes.Buffer
		if err := b.Write(&text); err != nil {
			t.Fatal(err)
		}
		if again, err := compare.ReadBaseline("again", &text); err != nil || cmp.Diff(b, again) != "" {
			t.Errorf("%v: %s", err, cmp.Diff(b, again))
		}
	})
}
