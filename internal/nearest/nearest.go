// Package nearest finds what somebody may have meant.
package nearest

import (
	"slices"

	"github.com/agnivade/levenshtein"
)

// Names are the names that are few edits away from the given one, the nearest
// first, and not more than most of them.
func Names(name string, names []string, most int) []string {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d <= max(2, len(name)/3) {
			near = append(near, candidate{n, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.distance - b.distance })
	var found []string
	for _, c := range near[:min(most, len(near))] {
		found = append(found, c.name)
	}
	return found
}
