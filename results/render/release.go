package render

import "regexp"

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
