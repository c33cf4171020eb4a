package results_test

import (
	"testing"

	"github.com/probecost/probecost/results"
)

func TestParseArm(t *testing.T) {
	for _, a := range []results.Arm{
		{Workload: "a", Handler: "b", Attach: "c", Workers: 1},
		{Workload: "a", Handler: "b", Attach: "c", Workers: 4},
		{Workload: "a", Handler: "b", Attach: "c", Workers: 1, Stats: true},
		{Workload: "a", Handler: "b", Attach: "stats", Workers: 2, Stats: true},
	} {
		if got, err := results.ParseArm(a.String()); err != nil || got != a {
			t.Errorf("%s: %+v, %v", a, got, err)
		}
	}
	for _, bad := range []string{"", "/", "a", "a/b", "a/b/", "//", "a/b/c/d", "a/b/c/workers=", "a/b/c/workers=1", "a/b/c/workers=02", "stats", "a/b/stats"} {
		if a, err := results.ParseArm(bad); err == nil {
			t.Errorf("%q: %+v", bad, a)
		}
	}
}
