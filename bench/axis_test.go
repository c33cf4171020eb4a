package bench

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSelect(t *testing.T) {
	list := []string{"base", "kprobe", "kretprobe", "tracepoint", "raw_tracepoint"}
	axis := Axis[string]{
		Kind: "attach type", List: append(slices.Clone(list), "dose64"),
		Name:  func(s string) string { return s },
		Extra: func(s string) bool { return s == "dose64" },
	}
	for _, test := range []struct {
		patterns []string
		want     []string
		fault    string
	}{
		{[]string{"kprobe"}, []string{"kprobe"}, ""},
		{[]string{"tracepoint", "kprobe"}, []string{"kprobe", "tracepoint"}, ""},
		{[]string{"k*"}, []string{"kprobe", "kretprobe"}, ""},
		{[]string{"all"}, list, ""},
		{[]string{"dose*"}, []string{"dose64"}, ""},
		{nil, nil, "no attach type is named (there are: base, "},
		{[]string{"kprobr"}, nil, `unknown attach type "kprobr": did you mean "kprobe"? (there are: base, `},
		{[]string{"tracepiont"}, nil, `did you mean "tracepoint"?`},
		{[]string{"xyzzy"}, nil, `unknown attach type "xyzzy" (there are:`},
		{[]string{""}, nil, `unknown attach type ""`},
		{[]string{"["}, nil, "syntax error in pattern"},
	} {
		got, err := axis.Select(test.patterns)
		if test.fault == "" {
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("Select(%q): %v\n%s", test.patterns, err, diff)
			}
			continue
		}
		var usage *UsageError
		if err == nil || !strings.Contains(err.Error(), test.fault) || !errors.As(err, &usage) {
			t.Errorf("Select(%q): error %v, want one with %q", test.patterns, err, test.fault)
		}
	}
}
