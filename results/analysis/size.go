package analysis

import "github.com/probecost/probecost/results/verdict"

// BlocksFor is how many blocks make the 95 % interval of every overhead as
// narrow as wanted, judged by tables of a pilot: the width shrinks with the
// square root of the number of blocks. halfWidth is in the metric's unit. It
// is 0 if an arm of the pilot has no estimate to judge by.
//
// Of what the CPU's speed is unsure by, it assumes that it is averaged out in
// the same way; [Check] says where it was not.
//
// The number is fixed by this before the blocks that count are measured, never
// by looking at their estimates: stopping as soon as an interval suits makes
// it cover less than it says.
func BlocksFor(pilot []Table, halfWidth float64) int {
	blocks := 0
	for _, table := range pilot {
		for _, row := range table.Rows {
			if row.NotMeasured || row.IsControl() {
				continue
			}
			if row.Estimate == nil || row.Estimate.Interval == nil {
				return 0
			}
			blocks = max(blocks, verdict.BlocksFor(row.Blocks, row.Estimate.Interval.HalfWidth(), halfWidth))
		}
	}
	return blocks
}
