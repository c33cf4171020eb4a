package render

import (
	"cmp"
	"regexp"
	"strings"
)

// compareReleases orders kernels by their releases, as uname -r prints them:
// numbers in them count as such, so that 6.12 comes after 6.1 and 6.9.
func compareReleases(a, b string) int {
	for a != "" && b != "" {
		x, restA := leading(a)
		y, restB := leading(b)
		if isDigit(x[0]) && isDigit(y[0]) {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Compare(len(x), len(y)); c != 0 {
				return c
			}
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return strings.Compare(a, b)
}

// shortReleases are what kernels may be called among each other: their numbers,
// "6.12.117" and "6.1.0-56", where no two have the same.
func shortReleases(releases []string) []string {
	short := make([]string, len(releases))
	taken := map[string]bool{}
	for i, release := range releases {
		short[i] = numbers.FindString(release)
		if short[i] == "" || taken[short[i]] {
			return releases
		}
		taken[short[i]] = true
	}
	return short
}

// numbers begin a release. What a distribution puts behind a dash is a number of
// its own for what it has changed.
var numbers = regexp.MustCompile(`^\d+(\.\d+)*(-(rc)?\d+)?`)

// leading divides s after the number, or all else, that it begins with.
func leading(s string) (part, rest string) {
	n := 1
	for n < len(s) && isDigit(s[n]) == isDigit(s[0]) {
		n++
	}
	return s[:n], s[n:]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
