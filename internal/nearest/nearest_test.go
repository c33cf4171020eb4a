package nearest

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	names := []string{"tracepoint", "kprobe", "kretprobe", "fentry"}
	for _, test := range []struct {
		name string
		most int
		want []string
	}{
		{"kprob", 3, []string{"kprobe"}},
		{"kreprobe", 3, []string{"kretprobe", "kprobe"}},
		{"kreprobe", 1, []string{"kretprobe"}},
		{"fentry", 3, []string{"fentry"}},
		{"something else", 3, nil},
		{"", 3, nil},
	} {
		if got := Names(test.name, names, test.most); !slices.Equal(got, test.want) {
			t.Errorf("Names(%q, %d) = %q, want %q", test.name, test.most, got, test.want)
		}
	}
}
