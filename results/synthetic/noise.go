package synthetic

import (
	"math"
	"math/rand/v2"
)

// Noise draws how far the next measurement is away from the truth, given how
// far the one before was.
type Noise func(rng *rand.Rand, before float64) float64

// Gaussian noise has a standard deviation of 1.
func Gaussian(r *rand.Rand, _ float64) float64 { return r.NormFloat64() }

// Spikes are of any size: a tenth of them is beyond 7.
func Spikes(r *rand.Rand, _ float64) float64 { return r.NormFloat64() / max(0.01, r.Float64()) }

// Bimodal is the layout of memory: one of two places, far from each other.
func Bimodal(r *rand.Rand, _ float64) float64 { return r.NormFloat64() + 10*float64(r.IntN(2)) - 5 }

// Autocorrelated noise depends on the one before.
func Autocorrelated(r *rand.Rand, before float64) float64 {
	return 0.4*before + math.Sqrt(1-0.4*0.4)*r.NormFloat64()
}

// Draw are n measurements about truth.
func (next Noise) Draw(rng *rand.Rand, n int, truth, scale float64) []float64 {
	x, last := make([]float64, n), 0.0
	for i := range x {
		last = next(rng, last)
		x[i] = truth + scale*last
	}
	return x
}
