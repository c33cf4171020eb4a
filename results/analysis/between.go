package analysis

import (
	"math"

	"github.com/probecost/probecost/results"
)

// BetweenSessions is half of the 95 % interval of what an overhead says of
// other sessions too. Nothing in a session tells what the next one differs by.
// In a virtual machine the interval has an allowance for that, see
// virtualMachine; it is assumed of any other machine here, until somebody has
// measured one.
func BetweenSessions(h *results.Header, e Estimate) float64 {
	half := e.Interval.HalfWidth()
	if h.Environment.Hypervisor || h.Metric != results.Time {
		return half
	}
	return math.Hypot(half, virtualMachine*e.Value)
}

// Z95 is the 97.5th percentile of the normal distribution: half of a 95 %
// interval has so many standard errors.
const Z95 = z95
