package analysis

import (
	"errors"
	"math"
	"testing"

	"github.com/probecost/probecost/results"
)

func TestShares(t *testing.T) {
	row := func(attach string, overhead, half, mde float64) Row {
		return Row{Arm: results.Arm{Attach: attach}, Estimate: &Estimate{
			Overhead: overhead, Interval: &Interval{Lo: overhead - half, Hi: overhead + half, MDE: mde},
		}}
	}
	table := Table{Header: &results.Header{Metric: results.Time}, Rows: []Row{
		{Arm: results.Arm{Attach: Base}},
		row(Base2, 0.1, 0.2, 0.3), row(Spin, 50, 1, 1),
		row("tracepoint", 40, 2, 1),
		row("raw_tracepoint", 0.5, 1, 1.5),
		{Arm: results.Arm{Attach: "kprobe"}, Reason: "no kprobes", NotMeasured: true},
	}}
	shares, err := Shares(table, 50_000)
	if err != nil {
		t.Fatal(err)
	}
	if len(shares) != 3 {
		t.Fatalf("%d shares, want those of the three attach types: %+v", len(shares), shares)
	}
	// 50,000 events/s of 40 ± 2 ns are 2 ± 0.1 ms in each second.
	tracepoint := shares[0]
	for _, test := range []struct{ got, want float64 }{
		{*tracepoint.Share, 0.002}, {*tracepoint.Lo, 0.0019}, {*tracepoint.Hi, 0.0021}, {tracepoint.Estimate.Overhead, 40},
	} {
		if math.Abs(test.got-test.want) > 1e-12 {
			t.Errorf("tracepoint: %g, want %g", test.got, test.want)
		}
	}
	if !tracepoint.Detected() || shares[1].Detected() {
		t.Error("0.5 ns are found where 1.5 ns could have been, or 40 ns are not")
	}
	if k := shares[2]; k.Share != nil || k.Detected() || k.Reason != "no kprobes" {
		t.Errorf("kprobe: %+v", k)
	}
	table.Header = &results.Header{Metric: results.Instructions}
	if _, err := Shares(table, 1); !errors.Is(err, ErrNotTime) {
		t.Errorf("shares of counts: %v", err)
	}
}
