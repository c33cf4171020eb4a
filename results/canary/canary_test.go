package canary

import (
	"math"
	"slices"
	"testing"

	"github.com/probecost/probecost/results"
)

// TestClean is at the boundary: a canary that takes just as long as it may is
// good, the next number above is not.
func TestClean(t *testing.T) {
	timing := results.Timing{Chunks: make([]int64, 5), Canaries: []int64{100, 100, 120, 120, 121, 100}}
	if got := Clean(timing, 120); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("clean: %v", got)
	}
	if got := Clean(timing, math.Nextafter(120, 0)); !slices.Equal(got, []int{0}) {
		t.Errorf("clean: %v", got)
	}
	timing.Canaries = nil
	if got := Clean(timing, 120); got != nil {
		t.Errorf("clean without canaries: %v", got)
	}
}

func TestLimit(t *testing.T) {
	var canaries []float64
	for i := range 1001 {
		canaries = append(canaries, float64(2000-i))
	}
	canaries[1000] = 1 // a clock that ran short once
	if got := Limit(canaries); got != 1005*Within {
		t.Errorf("Limit() = %v, want 1005 × %v", got, Within)
	}
	if canaries[0] != 2000 {
		t.Error("Limit sorts the caller's slice")
	}
	if got := Limit(nil); !math.IsNaN(got) {
		t.Errorf("Limit of nothing is %v", got)
	}
}
