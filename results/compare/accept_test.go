package compare_test

import (
	"strings"
	"testing"

	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// TestAccepted: growth passes if a change of the baseline says exactly that
// figure, of this kernel, and said another before.
func TestAccepted(t *testing.T) {
	other := baselineOf(t, onKernel("6.1.0", 39))
	for _, c := range []struct {
		name    string
		was, is *compare.Baseline
		more    float64 // of a kprobe now
		want    verdict.Verdict
		why     string
	}{
		{"what was counted", baselineOf(t, counted(0)), baselineOf(t, counted(39)), 39, verdict.Same, ""},
		{"one more", baselineOf(t, counted(0)), baselineOf(t, counted(39)), 40, verdict.Worse, "was changed from 361 to 400, which is not what was counted"},
		{"one fewer", baselineOf(t, counted(0)), baselineOf(t, counted(39)), 38, verdict.Worse, "not what was counted"},
		{"it said so before", baselineOf(t, counted(39)), baselineOf(t, counted(39)), 39, verdict.Worse, "361, now 400"},
		{"it says nothing else", baselineOf(t, counted(0)), baselineOf(t, counted(0)), 39, verdict.Worse, "361, now 400"},
		{"another kernel's", other, baselineOf(t, onKernel("6.1.0", 0)), 39, verdict.Worse, "361, now 400"},
		{"a kernel that it did not have", other, baselineOf(t, counted(39)), 39, verdict.Worse, "361, now 400"},
		{"a kernel that it has no more", baselineOf(t, counted(0)), other, 39, verdict.Worse, "361, now 400"},
	} {
		r := mustCompare(t, of(counted(0)), of(counted(c.more)), compare.Options{Accepted: &compare.Accepted{Was: c.was, Is: c.is}})
		row := rowOf(t, r, "kprobe")
		if r.Verdict != c.want || row.Accepted != (c.want == verdict.Same) || row.Verdict != verdict.Worse {
			t.Errorf("%s: %v, row %+v", c.name, r.Verdict, row)
		}
		if text := strings.Join(r.Why(), "\n"); !strings.Contains(text, c.why) || c.why == "" && text != "" {
			t.Errorf("%s: %q, want %q", c.name, text, c.why)
		}
	}
}

// TestAcceptedAlone: an arm that was not accepted fails beside one that was.
func TestAcceptedAlone(t *testing.T) {
	after := counted(40)
	for i, v := range after.Visits {
		if v.Attach == "tracepoint" {
			for j := range after.Visits[i].Chunks {
				after.Visits[i].Chunks[j]++
			}
		}
	}
	r := mustCompare(t, of(counted(0)), of(after),
		compare.Options{Accepted: &compare.Accepted{Was: baselineOf(t, counted(0)), Is: baselineOf(t, counted(40))}})
	if why := r.Why(); r.Verdict != verdict.Worse || len(why) != 1 || !strings.Contains(why[0], "tracepoint") {
		t.Errorf("%v: %q", r.Verdict, why)
	}
}
