package analysis

import (
	"cmp"
	"slices"
)

// Holm corrects the p-values of several hypotheses for their number: rejecting
// those of at most alpha rejects any true one with a chance of at most alpha.
// Holm, "A Simple Sequentially Rejective Multiple Test Procedure",
// Scandinavian Journal of Statistics 6 (1979).
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	corrected := make([]float64, len(p))
	most := 0.0
	for rank, i := range order {
		most = max(most, min(1, p[i]*float64(len(p)-rank)))
		corrected[i] = most
	}
	return corrected
}

// holm says which of several hypotheses are rejected, see [Holm].
func holm(p []float64, alpha float64) []bool {
	rejected := make([]bool, len(p))
	for i, corrected := range Holm(p) {
		rejected[i] = corrected <= alpha
	}
	return rejected
}
