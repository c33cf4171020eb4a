package analysis

import (
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
)

func TestExcess(t *testing.T) {
	visit := func(seen, driven uint64) results.Visit {
		return results.Visit{Arm: results.Arm{Workload: "urandom_read"}, Seen: &seen, Driven: driven}
	}
	rec := &results.Recording{Visits: []results.Visit{visit(100, 100), visit(200, 100), {Driven: 100}}}
	if got := excess(rec); got != nil {
		t.Errorf("1.5 times as many: %q", got)
	}
	rec.Visits = append(rec.Visits, visit(200, 100))
	if got := excess(rec); len(got) != 1 || !strings.Contains(got[0], "urandom_read: the handlers saw 1.7 times") {
		t.Errorf("1.67 times as many: %q", got)
	}
}
