package sandbox

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCPUs(t *testing.T) {
	for list, want := range map[string][]int{
		"0":         {0},
		"0-3":       {0, 1, 2, 3},
		"2-3,6\n":   {2, 3, 6},
		"6,2-3,2,6": {2, 3, 6},
		"":          nil,
		"a":         nil,
		"3-1":       nil,
		"-1":        nil,
		"1-":        nil,
		"1,,2":      nil,
		"0-4096":    nil,
	} {
		got, err := ParseCPUs(list)
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (want != nil) {
			t.Errorf("ParseCPUs(%q): %v\n%s", list, err, diff)
		}
		if err == nil {
			if again, _ := ParseCPUs(FormatCPUs(got)); !cmp.Equal(again, got) {
				t.Errorf("FormatCPUs(%v) = %q", got, FormatCPUs(got))
			}
		}
	}
}

func TestFormatCPUs(t *testing.T) {
	for want, cpus := range map[string][]int{"": nil, "0": {0}, "0-1": {0, 1}, "0-3,6": {0, 1, 2, 3, 6}, "1,3,5-7": {1, 3, 5, 6, 7}} {
		if got := FormatCPUs(cpus); got != want {
			t.Errorf("FormatCPUs(%v) = %q, want %q", cpus, got, want)
		}
	}
}

func TestCPUs(t *testing.T) {
	allowed, err := AllowedCPUs()
	if err != nil || len(allowed) == 0 {
		t.Fatalf("AllowedCPUs() = %v, %v", allowed, err)
	}
	if got, err := CheckCPUs(allowed)(); err != nil || !cmp.Equal(got, allowed) {
		t.Errorf("CheckCPUs(%v) = %v, %v", allowed, got, err)
	}
	if got, err := CheckCPUs([]int{maxCPU - 1})(); err == nil {
		t.Errorf("CPU %d may be used: %v", maxCPU-1, got)
	}
	if got, err := DefaultCPU(); err != nil || len(got) != 1 {
		t.Errorf("DefaultCPU() = %v, %v", got, err)
	}
}
