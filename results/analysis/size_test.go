package analysis

import (
	"math"
	"strings"
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
		if got, err := BlocksFor(pilot, test.half); got != test.want || err != nil {
			t.Errorf("BlocksFor(±%v) = %d, %v, want %d", test.half, got, err, test.want)
		}
	}
	inconclusive := append(pilot, Table{Rows: []Row{{Arm: results.Arm{Attach: "kprobe"}, Reason: "too few blocks"}}})
	if got, err := BlocksFor(inconclusive, 1); got != 0 || err == nil {
		t.Errorf("BlocksFor() = %d though an arm has no estimate", got)
	}
}

// TestBlocksForHost has a part of the interval that no block takes away.
func TestBlocksForHost(t *testing.T) {
	i := Interval{Lo: 5, Hi: 15, Host: 3} // 5² = 4² + 3²
	pilot := []Table{{Rows: []Row{{Arm: results.Arm{Attach: "kprobe"}, Blocks: 30, Estimate: &Estimate{Interval: &i}}}}}
	// To √(2² + 3²) it takes (4/2)² times the blocks.
	if got, err := BlocksFor(pilot, math.Sqrt(13)*(1+1e-12)); got != 4*42 || err != nil {
		t.Errorf("%d blocks, %v", got, err)
	}
	if got, err := BlocksFor(pilot, 3); got != 0 || err == nil || !strings.Contains(err.Error(), "± 3 ns") {
		t.Errorf("%d blocks make the host quiet, %v", got, err)
	}
}
