package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
)

// BetweenSessions is half of the 95 % interval of what an overhead says of
// another session on the same machine: its own interval, and what no session
// shows of itself.
//
// Of a virtual machine that is in every interval already. Of others nobody has
// measured it, so that the same share is assumed of them: too much, most
// likely, which makes a verdict less often possible and not more often wrong.
func BetweenSessions(h *results.Header, e Estimate) float64 {
	half := e.Interval.HalfWidth()
	if h.Metric == results.Instructions || h.Environment.Hypervisor {
		return half
	}
	return math.Hypot(half, betweenSessions*math.Abs(e.Overhead))
}

// Z95 is the 97.5th percentile of the normal distribution: half of a 95 %
// interval has so many standard errors.
const Z95 = z95
