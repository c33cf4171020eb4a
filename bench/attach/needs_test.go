package attach

import "testing"

func TestOlderThan(t *testing.T) {
	for _, test := range []struct {
		release, version string
		want             bool
	}{
		{"5.10.0-46-cloud-amd64", "5.18", true},
		{"5.18.0", "5.18", false},
		{"6.1.0-56-cloud-amd64", "5.18", false},
		{"6.9.1", "6.10", true},
		{"6.12.117+deb12-cloud-amd64", "6.6", false},
		{"7.0-rc1", "7.0", false},
		{"6.18.15", "", false},
		{"", "5.18", false},
		{"linux", "5.18", false},
	} {
		if got := olderThan(test.release, test.version); got != test.want {
			t.Errorf("olderThan(%q, %q) = %v", test.release, test.version, got)
		}
	}
}
