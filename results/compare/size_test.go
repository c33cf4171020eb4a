package compare_test

import (
	"testing"

	"golang.org/x/perf/benchmath"

	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/verdict"
)

// TestLeast: one session that went astray hides no change from as many sessions
// as are the least, and from one fewer it does. The p are benchmath's.
func TestLeast(t *testing.T) {
	for _, c := range []struct{ arms, want int }{{0, 7}, {1, 7}, {12, 9}, {18, 10}, {1000, 14}} {
		n := compare.Least(c.arms)
		if n != c.want {
			t.Errorf("%d arms: %d sessions, want %d", c.arms, n, c.want)
		}
		arms := float64(max(1, c.arms))
		if p := astray(n) * arms; p > 0.05 {
			t.Errorf("%d arms: by %d sessions p is %v", c.arms, n, p)
		}
		if p := astray(n-1) * arms; p <= 0.05 {
			t.Errorf("%d arms: by %d sessions p is %v: fewer are enough", c.arms, n-1, p)
		}
	}
}

// astray is the p of n sessions each, of which one of the old is dearer than all
// of the new, which are dearer than the rest of the old.
func astray(n int) float64 {
	before, after := []float64{1000}, []float64{500}
	for i := 1; i < n; i++ {
		before, after = append(before, float64(i)), append(after, 500+float64(i))
	}
	sample := func(x []float64) *benchmath.Sample { return benchmath.NewSample(x, &benchmath.DefaultThresholds) }
	return benchmath.AssumeNothing.Compare(sample(before), sample(after)).P
}

// TestNeeded: with one session of each nothing tells how sessions differ, with
// eight it does, and the number falls with what matters.
func TestNeeded(t *testing.T) {
	if r := mustCompare(t, of(timed(1, 1)), of(timed(2, 1)), between); r.Needed() != 0 || r.Arms() != 3 {
		t.Errorf("%d sessions are said to be needed, of %d arms", r.Needed(), r.Arms())
	}
	fine := compare.Options{Threshold: verdict.Threshold{Floor: 0.05}}
	r := mustCompare(t, set(8, 1, 1), set(8, 2, 1), fine)
	needed, has := r.Short()
	if r.Verdict != verdict.Inconclusive || needed <= 8 || needed != r.Needed() || has != 8 {
		t.Errorf("%v: %d needed, %d there", r.Verdict, needed, has)
	}
	coarse := mustCompare(t, set(8, 1, 1), set(8, 2, 1), compare.Options{Threshold: verdict.Threshold{Floor: 20}})
	if needed, _ := coarse.Short(); needed != 0 || coarse.Needed() != compare.Least(3) {
		t.Errorf("%d are short, %d needed", needed, coarse.Needed())
	}
}
