package results

import (
	"slices"
	"testing"
)

func TestCompareReleases(t *testing.T) {
	want := []string{
		"", "5.10", "5.10.0-9-cloud-amd64", "5.10.0-46-cloud-amd64", "6.1.0-56-cloud-amd64",
		"6.12.9", "6.12.117+deb12-cloud-amd64", "7.0-rc9", "7.0-rc10", "7.0.1", "10.1", "mine",
	}
	for i, a := range want {
		for j, b := range want {
			if got := CompareReleases(a, b); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%q and %q: %d", a, b, got)
			}
		}
	}
	shuffled := slices.Clone(want)
	slices.Reverse(shuffled)
	slices.SortFunc(shuffled, CompareReleases)
	if !slices.Equal(shuffled, want) {
		t.Errorf("sorted: %q", shuffled)
	}
}

func TestShortRelease(t *testing.T) {
	for release, want := range map[string]string{
		"6.12.117+deb12-cloud-amd64": "6.12",
		"7.0-rc3":                    "7.0",
		"6.18":                       "6.18",
		"mine":                       "mine",
		"":                           "",
	} {
		if got := ShortRelease(release); got != want {
			t.Errorf("%q: %q, want %q", release, got, want)
		}
	}
}
