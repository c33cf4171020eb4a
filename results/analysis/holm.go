package analysis

import (
	"cmp"
	"slices"
)

// holm says which of several hypotheses are rejected, with a chance of at most
// alpha of rejecting any true one: Holm, "A Simple Sequentially Rejective
// Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979).
func holm(p []float64, alpha float64) []bool {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	rejected := make([]bool, len(p))
	for rank, i := range order {
		if p[i] > alpha/float64(len(p)-rank) {
			break
		}
		rejected[i] = true
	}
	return rejected
}
