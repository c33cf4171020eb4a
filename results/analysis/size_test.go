package analysis

import (
	"testing"

	"github.com/probecost/probecost/results"
)

func TestBlocksFor(t *testing.T) {
	row := func(attach string, blocks int, half float64) Row {
		return Row{Arm: results.Arm{Attach: attach}, Blocks: blocks, Estimate: &Estimate{Interval: &Interval{Lo: 10 - half, Hi: 10 + half}}}
	}
	base := Row{Arm: results.Arm{Attach: Base}, Estimate: &Estimate{}}
	pilot := []Table{{Rows: []Row{base, row("kprobe", 30, 1)}}, {Rows: []Row{base, row("fentry", 30, 2), {NotMeasured: true}}}}
	for _, test := range []struct {
		half float64
		want int
	}{{2, 42}, {1, 168}, {0.5, 672}, {4, 11}} {
		if got := BlocksFor(pilot, test.half); got != test.want {
			t.Errorf("BlocksFor(±%v) = %d, want %d", test.half, got, test.want)
		}
	}
	inconclusive := append(pilot, Table{Rows: []Row{{Arm: results.Arm{Attach: "kprobe"}, Reason: "too few blocks"}}})
	if got := BlocksFor(inconclusive, 1); got != 0 {
		t.Errorf("BlocksFor() = %d though an arm has no estimate", got)
	}
}
