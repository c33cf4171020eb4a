package analysis

import (
	"math"
	"math/rand/v2"
)

// noise draws how far the next block is away from the truth, given the one
// before: of the kinds that TestCoverage has.
type noise func(rng *rand.Rand, before float64) float64

func gaussian(r *rand.Rand, _ float64) float64 { return r.NormFloat64() }

func spikes(r *rand.Rand, _ float64) float64 { return r.NormFloat64() / max(0.01, r.Float64()) }

// bimodal is the layout of memory: one of two places, far from each other.
func bimodal(r *rand.Rand, _ float64) float64 { return r.NormFloat64() + 10*float64(r.IntN(2)) - 5 }

func autocorrelated(r *rand.Rand, before float64) float64 {
	return 0.4*before + math.Sqrt(1-0.4*0.4)*r.NormFloat64()
}

// draw are n blocks about truth.
func (next noise) draw(rng *rand.Rand, n int, truth, scale float64) []float64 {
	x, last := make([]float64, n), 0.0
	for i := range x {
		last = next(rng, last)
		x[i] = truth + scale*last
	}
	return x
}
