package analysis

// Interval says how sure an overhead is. Lo, Hi, SE and MDE are in the unit of
// the metric.
type Interval struct {
	Lo, Hi float64 // 95 % confidence, Speed and Host included
	SE     float64 // standard error: half of the signed-rank interval, divided by 1.96
	MDE    float64 // minimal detectable effect: 3·SE

	// Correlation is that of successive blocks for which the interval was
	// widened, 0 to 0.99.
	Correlation float64
	// Speed is what the CPU's speed adds to half of the interval, by which
	// all overheads of a recording are off together; see unsure. It is no
	// part of SE and MDE: a factor makes no overhead where there is none.
	Speed float64
	// Host is what the host of a virtual machine adds to it in the same way;
	// see virtualMachine.
	Host float64
}

// HalfWidth is half of the interval's length. The estimate need not lie in
// the middle of it, so estimate ± HalfWidth is a figure to show and not one to
// compute with.
func (i Interval) HalfWidth() float64 { return (i.Hi - i.Lo) / 2 }

// Estimate is what an event costs at an arm, in the unit of the metric.
// Value − Base = Overhead.
type Estimate struct {
	Base     float64 // of the base arms: median over the blocks of their mean
	Value    float64 // Base + Overhead
	Overhead float64 // over the base arms of the same block

	// Interval of Overhead. It is nil for the arm base itself, whose
	// overhead is 0 by definition, and has no length where the metric is
	// exact.
	Interval *Interval
}

// exactly is the interval of a figure that has no error.
func exactly(x float64) *Interval { return &Interval{Lo: x, Hi: x} }

// estimate is the location of differences of paired blocks, given in the order
// in which they were measured, with its interval. It needs minBlocks of them.
func estimate(diffs []float64) (location float64, i Interval) {
	location = hodgesLehmann(diffs)
	lo, hi := signedRankInterval(diffs, 0.05)
	i.Correlation = correlation(diffs)
	wide := widening(i.Correlation)
	i.Lo = location - wide*(location-lo)
	i.Hi = location + wide*(hi-location)
	i.SE = i.HalfWidth() / z95
	i.MDE = 3 * i.SE
	return location, i
}
