package history

import (
	"math"

	"github.com/aclements/go-moremath/stats"

	"github.com/probecost/probecost/results/verdict"
)

// predictor predicts the next figures from those before.
type predictor struct {
	center float64
	half   float64 // of the interval
}

// predicted is the share of sessions that a prediction interval holds where
// nothing changes.
const predicted = 0.995

// predict is by Student's t, of n figures that vary by their standard
// deviation s about a true mean that the center estimates from m of them: the
// next is within t·s·√(1+1/m) of it. Less than what matters is never outside.
func predict(x []float64, center float64, m int) predictor {
	n := float64(len(x))
	mean := stats.Mean(x)
	squares := 0.0
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	t := stats.InvCDF(stats.TDist{V: n - 1})((1 + predicted) / 2)
	half := t * math.Sqrt(squares/(n-1)*(1+1/float64(m)))
	return predictor{center, max(half, Threshold.Of(center))}
}

// judge judges one figure.
func (p predictor) judge(x float64) verdict.Verdict {
	switch {
	case x > p.center+p.half:
		return verdict.Worse
	case x < p.center-p.half:
		return verdict.Better
	}
	return verdict.Same
}

// confirmed judges the last two figures: a change is one that both have. One
// that is worse for the first time is open.
func (p predictor) confirmed(before, last float64) verdict.Verdict {
	first, again := p.judge(before), p.judge(last)
	switch {
	case first == again:
		return again
	case again == verdict.Worse:
		return verdict.Inconclusive
	}
	return verdict.Same
}
