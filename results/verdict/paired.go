package verdict

import "math"

// alarmSE is how many standard errors a change must be away from none: one in
// 670 unchanged figures is, on the one side that fails a gate.
const alarmSE = 2.97

// powerSE is how many standard errors must fit into the threshold for no change
// to be a finding: one of twice the threshold is then seen 998 times in 1000.
const powerSE = 3

// Threshold says from what on a change matters: the larger of the two.
type Threshold struct {
	Share float64 // of the old overhead
	Floor float64 // in the unit of the metric
}

// Paired is the threshold for old and new in the same blocks, in nanoseconds.
var Paired = Threshold{Share: 0.015, Floor: 1}

// Of is the threshold of an old overhead.
func (t Threshold) Of(old float64) float64 { return max(t.Share*math.Abs(old), t.Floor) }

// Judge judges a change of which there is an estimate, new − old, with its
// standard error, against what Threshold.Of says of the old overhead.
//
// Both are asked of a change: to be surely one, and to matter. So a change that
// is sure and small is the same, and one that is large and unsure inconclusive.
func Judge(change, se, threshold float64) Verdict {
	switch {
	case !finite(change) || !finite(se) || se < 0 || !finite(threshold):
		return Inconclusive
	case change-alarmSE*se > 0 && change > threshold:
		return Worse
	case change+alarmSE*se < 0 && change < -threshold:
		return Better
	case Enough(se, threshold):
		return Same
	}
	return Inconclusive
}

// Enough says whether a standard error is small enough to rely on no change
// having been seen.
func Enough(se, threshold float64) bool { return powerSE*se <= threshold }

// Blocks is how many blocks are enough, judged by the standard error over n of
// them; see [BlocksFor].
func Blocks(n int, se, threshold float64) int { return BlocksFor(n, powerSE*se, threshold) }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
