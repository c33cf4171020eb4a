package analysis

import (
	"fmt"
	"math"
)

// Whole is the overhead over whole visits, nothing left out, in nanoseconds:
// what the throughput says, without what the machine does to base as well.
type Whole struct {
	Overhead float64
	SE       float64 // standard error of what it differs by from the cost's
}

// sureSE is how many standard errors a disagreement must be away from 0 to be
// told.
const sureSE = 3.29

// rareCost is what an event at an arm costs beyond its Value, in one block: by
// how much more the whole visit is slower than its undisturbed chunks than at
// base. What the machine does to every visit, as a share of its time, cancels.
func rareCost(arm, base reading) float64 {
	return arm.whole - arm.Value*base.whole/base.Value
}

// fillWhole compares whole visits with what is undisturbed in them. It takes
// the mean over the blocks: a robust figure would hide again what is rare.
func (c *comparison) fillWhole(row *Row, rs []reading) {
	if row.Estimate == nil || row.Estimate.Interval == nil {
		return
	}
	var rare []float64
	for _, r := range rs {
		if base, ok := c.readings[r.Block]; ok && r.counts {
			rare = append(rare, rareCost(r, base))
		}
	}
	m, squares := mean(rare), 0.0
	for _, x := range rare {
		squares += (x - m) * (x - m)
	}
	n := float64(len(rare))
	se := math.Sqrt(squares/(n-1)/n) * widening(correlation(rare))
	row.Whole = &Whole{Overhead: row.Estimate.Overhead + m, SE: se}
}

// rareSlow warns if a robust figure hides a cost that is rare and large.
//
// The plain throughput of an arm less that of base would cry wolf wherever the
// CPU's speed varies or something else takes a share of it: both stretch the
// overhead too. So speed is divided out by all canaries of the visit, clean or
// not, and the share by base; what is left must be more than the estimate is
// unsure of, and more than chance. Where it is less than nothing, base had the
// slow events: that is no cost of the arm.
func rareSlow(r Row) []string {
	if r.Whole == nil || r.IsControl() {
		return nil
	}
	e := r.Estimate
	rare := r.Whole.Overhead - e.Overhead
	if rare <= max(1, e.Interval.HalfWidth(), sureSE*r.Whole.SE) {
		return nil
	}
	return []string{fmt.Sprintf("%s: rare slow events: over whole visits the overhead is %.1f ± %.1f ns, and %.1f ± %.1f ns without what is rare",
		r.Label(), r.Whole.Overhead, z95*r.Whole.SE, e.Overhead, e.Interval.HalfWidth())}
}
