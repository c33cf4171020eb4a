package bench

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
)

func TestReadTicks(t *testing.T) {
	const stat = "cpu  30 0 0 0 0 0 0 9 0 0\ncpu0 10 20 30 40 50 60 70 5 7 0\ncpu1 1 2 3 4 5 6 7 8 0 0\ncpu10 9 9 9 9 9 9 9 9 9 9\nintr 1 2 3\nctxt 5\n"
	for _, test := range []struct {
		stat string
		cpus []int
		want *results.Ticks
	}{
		{stat, []int{1}, &results.Ticks{All: 36, Steal: 8}},
		{stat, []int{1, 0}, &results.Ticks{All: 321, Steal: 13}},
		{stat, []int{2}, nil},
		{"cpu0 1 2 3 4 5 6 7\n", []int{0}, nil}, // before Linux 2.6.11
		{"cpu0 1 2 3 4 5 6 7 -8\n", []int{0}, nil},
		{"", []int{0}, nil},
	} {
		got := readTicks(machine(map[string]string{"proc/stat": test.stat}), test.cpus)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v of %q: %s", test.cpus, test.stat, diff)
		}
	}
	if got := readTicks(machine(nil), []int{0}); got != nil {
		t.Errorf("%+v of nothing", got)
	}
}
