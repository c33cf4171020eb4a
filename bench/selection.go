package bench

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Select returns the elements of a list whose names match at least one of the
// patterns, in the list's order. A pattern is a name, "all", or has the
// wildcards of [path.Match]. A pattern that matches nothing is an error that
// offers the nearest names.
func Select[T any](kind string, patterns []string, list []T, nameOf func(T) string) ([]T, error) {
	chosen := make([]bool, len(list))
	for _, pattern := range patterns {
		found := false
		for i, element := range list {
			ok, err := path.Match(pattern, nameOf(element))
			if err != nil {
				return nil, &UsageError{fmt.Sprintf("%s %q: %v", kind, pattern, err)}
			}
			if ok || pattern == "all" {
				chosen[i], found = true, true
			}
		}
		if !found {
			return nil, unknown(kind, pattern, list, nameOf)
		}
	}
	var selected []T
	for i, element := range list {
		if chosen[i] {
			selected = append(selected, element)
		}
	}
	return selected, nil
}

// UsageError is a fault in what the caller asked for.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// unknown says which names there are, the nearest one first.
func unknown[T any](kind, pattern string, list []T, nameOf func(T) string) error {
	names := make([]string, len(list))
	for i, element := range list {
		names[i] = nameOf(element)
	}
	nearest := append([]string(nil), names...)
	distance := func(name string) int { return levenshtein.ComputeDistance(pattern, name) }
	sort.SliceStable(nearest, func(i, j int) bool { return distance(nearest[i]) < distance(nearest[j]) })
	hint := ""
	if len(nearest) > 0 && distance(nearest[0]) <= max(2, len(pattern)/3) {
		hint = fmt.Sprintf(": did you mean %q?", nearest[0])
	}
	return &UsageError{fmt.Sprintf("unknown %s %q%s (there are: %s)", kind, pattern, hint, strings.Join(names, ", "))}
}
