package results

import (
	"cmp"
	"regexp"
	"strings"
)

// shortRelease is what a kernel release starts with: its first two numbers.
var shortRelease = regexp.MustCompile(`^[0-9]+\.[0-9]+`)

// ShortRelease is the short name of a kernel release: "6.12" of
// "6.12.117+deb12-cloud-amd64". A release that starts otherwise stays as it is.
func ShortRelease(release string) string {
	if s := shortRelease.FindString(release); s != "" {
		return s
	}
	return release
}

// CompareReleases orders kernel releases by their numbers, wherever they stand:
// 5.10 before 6.1 before 6.12, and 7.0-rc9 before 7.0-rc10 before 7.0.1.
func CompareReleases(a, b string) int {
	for a != "" && b != "" {
		x, y := number(a), number(b)
		if x != "" && y != "" {
			if c := compareNumbers(x, y); c != 0 {
				return c
			}
			a, b = a[len(x):], b[len(y):]
			continue
		}
		if c := cmp.Compare(a[0], b[0]); c != 0 {
			return c
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// number is the number that s starts with; "" if there is none.
func number(s string) string { return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))] }

// compareNumbers compares numbers of any length.
func compareNumbers(x, y string) int {
	x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}
