package verdict_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/probecost/probecost/results/verdict"
)

// after and before are the floating-point numbers next to x.
func after(x float64) float64  { return math.Nextafter(x, math.Inf(1)) }
func before(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }

func TestJudge(t *testing.T) {
	const threshold = 1.5
	// Of 1.5 = 2.97·SE the alarm has both conditions at their boundaries.
	edge := threshold / 2.97
	for _, c := range []struct {
		name       string
		change, se float64
		want       verdict.Verdict
	}{
		{"nothing", 0, 0, verdict.Same},
		{"no error, at the threshold", threshold, 0, verdict.Same},
		{"no error, over the threshold", after(threshold), 0, verdict.Worse},
		{"no error, under the threshold", before(-threshold), 0, verdict.Better},
		{"just enough power", 0, 0.5, verdict.Same},
		{"not enough power", 0, after(0.5), verdict.Inconclusive},
		{"sure and small", 1.4, 0.01, verdict.Same},
		{"sure and small, cheaper", -1.4, 0.01, verdict.Same},
		{"large and sure", 3, 0.5, verdict.Worse},
		{"large and unsure", 3, 1.02, verdict.Inconclusive},
		{"large and sure, without the power for no change", 10, 3.3, verdict.Worse},
		{"cheaper, large and sure", -3, 0.5, verdict.Better},
		{"cheaper, large and unsure", -3, 1.02, verdict.Inconclusive},
		{"both at the boundary", threshold, edge, verdict.Inconclusive},
		{"no estimate", math.NaN(), 0.1, verdict.Inconclusive},
		{"no error known", 5, math.NaN(), verdict.Inconclusive},
		{"no bound on the error", 5, math.Inf(1), verdict.Inconclusive},
		{"a negative error", 5, -1, verdict.Inconclusive},
	} {
		if got := verdict.Judge(c.change, c.se, threshold); got != c.want {
			t.Errorf("%s: Judge(%v, %v) = %v, want %v", c.name, c.change, c.se, got, c.want)
		}
	}
}

func TestThreshold(t *testing.T) {
	for _, c := range []struct{ old, want float64 }{
		{0, 1}, {10, 1}, {1 / 0.015, 1}, {100, 1.5}, {-100, 1.5}, {-3, 1}, {300, 4.5},
	} {
		if got := verdict.Paired.Of(c.old); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("threshold of %v = %v, want %v", c.old, got, c.want)
		}
	}
}

func TestExact(t *testing.T) {
	for _, c := range []struct {
		old, new, allowed float64
		want              verdict.Verdict
	}{
		{361, 361, 0, verdict.Same},
		{361, after(361), 0, verdict.Worse},
		{361, before(361), 0, verdict.Better},
		{361, 363, 2, verdict.Same},
		{361, after(363), 2, verdict.Worse},
		{361, 359, 2, verdict.Same},
		{361, before(359), 2, verdict.Better},
		{361, math.NaN(), 0, verdict.Inconclusive},
		{math.NaN(), 361, 0, verdict.Inconclusive},
	} {
		if got := verdict.Exact(c.old, c.new, c.allowed); got != c.want {
			t.Errorf("Exact(%v, %v, %v) = %v, want %v", c.old, c.new, c.allowed, got, c.want)
		}
	}
}

// TestBlocks checks that as many blocks are asked for as narrow the error to
// what is enough, and a margin that is the larger the fewer a pilot has, but not
// more.
func TestBlocks(t *testing.T) {
	const threshold = 1.5
	for n, margin := range map[int]float64{14: 1.61, 30: 1.4, 400: 1.11} {
		for _, se := range []float64{0.1, 0.5, 1, 2.7} {
			blocks := verdict.Blocks(n, se, threshold)
			then := se * math.Sqrt(float64(n)/float64(blocks))
			if !verdict.Enough(then, threshold) {
				t.Errorf("SE %v: %d blocks leave %v, which is not enough", se, blocks, then)
			}
			if least := float64(n) * (3 * se / threshold) * (3 * se / threshold); float64(blocks) > margin*least+1 {
				t.Errorf("SE %v of %d: %d blocks, and %v are enough", se, n, blocks, least)
			}
		}
	}
	if got := verdict.Blocks(30, 1e300, threshold); got <= 0 {
		t.Errorf("of an endless error: %d blocks", got)
	}
}

func TestOverall(t *testing.T) {
	const i, s, b, w = verdict.Inconclusive, verdict.Same, verdict.Better, verdict.Worse
	for _, c := range []struct {
		all  []verdict.Verdict
		want verdict.Verdict
		err  error
	}{
		{nil, i, verdict.ErrInconclusive},
		{[]verdict.Verdict{s, s}, s, nil},
		{[]verdict.Verdict{s, b}, b, nil},
		{[]verdict.Verdict{b, i, s}, i, verdict.ErrInconclusive},
		{[]verdict.Verdict{i, s, w, b}, w, verdict.ErrRegression},
	} {
		got := verdict.Overall(c.all...)
		if got != c.want || !errors.Is(got.Err(), c.err) {
			t.Errorf("Overall(%v) = %v with error %v, want %v with %v", c.all, got, got.Err(), c.want, c.err)
		}
	}
}

func TestConfirmed(t *testing.T) {
	const i, s, b, w = verdict.Inconclusive, verdict.Same, verdict.Better, verdict.Worse
	for _, c := range []struct{ first, again, want verdict.Verdict }{
		{w, w, w}, {w, s, s}, {w, b, i}, {w, i, i},
		{b, b, b}, {b, s, s}, {b, w, i}, {b, i, i},
		{s, w, s}, {i, w, i},
	} {
		if got := verdict.Confirmed(c.first, c.again); got != c.want {
			t.Errorf("Confirmed(%v, %v) = %v, want %v", c.first, c.again, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, v := range []verdict.Verdict{verdict.Inconclusive, verdict.Same, verdict.Better, verdict.Worse} {
		text, err := json.Marshal(v)
		if err != nil || string(text) != `"`+v.String()+`"` {
			t.Errorf("%v is written as %s, error %v", v, text, err)
		}
		var back verdict.Verdict
		if err := json.Unmarshal(text, &back); err != nil || back != v {
			t.Errorf("%s is read as %v, error %v", text, back, err)
		}
	}
	var v verdict.Verdict
	if err := json.Unmarshal([]byte(`"meh"`), &v); err == nil {
		t.Error("a verdict that there is not was read")
	}
	if _, err := json.Marshal(verdict.Verdict(7)); err == nil {
		t.Error("a verdict that there is not was written")
	}
}
