package analysis

import (
	"fmt"
	"math"

	"github.com/probecost/probecost/results/verdict"
)

// BlocksFor is how many blocks make the 95 % interval of every overhead as
// narrow as wanted, judged by tables of a pilot: the width shrinks with the
// square root of the number of blocks, but for what a virtual machine's host
// adds. halfWidth is in the metric's unit. The error says what keeps a pilot
// from being judged by, or any number of blocks from being enough.
//
// Of what the CPU's speed is unsure by, it assumes that it is averaged out in
// the same way; [Check] says where it was not.
//
// The number is fixed by this before the blocks that count are measured, never
// by looking at their estimates: stopping as soon as an interval suits makes
// it cover less than it says.
func BlocksFor(pilot []Table, halfWidth float64) (int, error) {
	blocks := 0
	for _, table := range pilot {
		for _, row := range table.Rows {
			if row.NotMeasured || row.IsControl() {
				continue
			}
			if row.Estimate == nil || row.Estimate.Interval == nil {
				return 0, fmt.Errorf("the pilot has too few clean blocks of %s to size the run by: give --blocks, or a quieter CPU", row.Arm)
			}
			i := row.Estimate.Interval
			if i.Host >= halfWidth {
				return 0, fmt.Errorf("%s: the host of this virtual machine alone makes the interval ± %.2g ns wide: ask for less, or measure on bare metal", row.Arm, i.Host)
			}
			// No number of blocks mends what the host does.
			seen, wanted := math.Sqrt(square(i.HalfWidth())-square(i.Host)), math.Sqrt(square(halfWidth)-square(i.Host))
			blocks = max(blocks, verdict.BlocksFor(row.Blocks, seen, wanted))
		}
	}
	return blocks, nil
}

func square(x float64) float64 { return x * x }
