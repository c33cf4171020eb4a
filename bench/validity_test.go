package bench

import (
	"slices"
	"strings"
	"testing"

	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/bench/fake/machines"
	"github.com/probecost/probecost/results"
)

func TestCheckBefore(t *testing.T) {
	good := results.Environment{BTF: "x", JIT: "1", StatsEnabled: "0", Clocksource: "tsc"}
	if err := checkBefore(doctor.Machine{Environment: good}, results.Time); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		change func(*results.Environment)
		want   string
	}{
		{func(e *results.Environment) { e.BTF = "" }, "CONFIG_DEBUG_INFO_BTF"},
		{func(e *results.Environment) { e.JIT = "0" }, "bpf_jit_enable=1"},
		{func(e *results.Environment) { e.StatsEnabled = "1" }, "bpf_stats_enabled=0"},
		{func(e *results.Environment) { e.Clocksource = "hpet" }, "hpet is a system call"},
	} {
		bad := good
		test.change(&bad)
		if err := checkBefore(doctor.Machine{Environment: bad}, results.Time); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want one with %q", err, test.want)
		}
	}
	bad := good
	bad.Clocksource = "hpet"
	if err := checkBefore(doctor.Machine{Environment: bad}, results.Instructions); err != nil {
		t.Errorf("instructions need no clock source: %v", err)
	}
}

// TestWarnings is what a run says of machines that do not exist.
func TestWarnings(t *testing.T) {
	kprobe := []results.Arm{{Attach: "kprobe"}}
	for _, test := range []struct {
		name, machine string
		plan          results.Plan
		allowed       int
		emulated      bool
		want          []string // a part of each warning
	}{
		{"quiet", "quiet", results.Plan{CPU: 3, Arms: kprobe}, 4, false, nil},
		{"as distributions are", "amd-boost", results.Plan{CPU: 7, Arms: kprobe}, 8, false, []string{
			"isolcpus=7", "scaling_governor is schedutil, not performance (and 7 more)", "boost is 1, not 0", "cpu3/online is 1, not 0"}},
		{"several CPUs", "amd-boost", results.Plan{CPU: 2, CPUs: []int{2, 3}}, 8, false, []string{
			"isolcpus=2-3", "scaling_governor", "boost", "cpu6/online is 1, not 0 (and 1 more)"}},
		{"lockdown", "intel-turbo", results.Plan{CPU: 3, Arms: kprobe}, 4, false, []string{
			"scaling_governor", "no_turbo is 0, not 1", "lockdown=none"}},
		{"lockdown, no kprobe", "intel-turbo", results.Plan{CPU: 3}, 4, false, []string{"scaling_governor", "no_turbo"}},
		{"others isolated", "intel-turbo", results.Plan{CPU: 1, CPUs: []int{1, 2, 3}}, 4, false, []string{"isolcpus=1-2", "scaling_governor", "no_turbo"}},
		{"one CPU", "quiet", results.Plan{CPU: 3}, 1, false, []string{"only one CPU"}},
		{"virtual", "container", results.Plan{CPU: 1, Arms: kprobe}, 2, false, []string{"virtual machine", "isolcpus=1"}},
		{"emulated", "quiet", results.Plan{CPU: 3}, 4, true, []string{"its times mean nothing: use `probecost count`"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, err := machines.FS(test.machine)
			if err != nil {
				t.Fatal(err)
			}
			m := Lab{Root: root}.known(ReadEnvironment(root, test.plan.CPU), Options{Plan: test.plan, CPUs: test.allowed, Emulated: test.emulated})
			m.Attach = attachTypesOf(test.plan.Arms)
			got := warnings(m)
			if !slices.EqualFunc(got, test.want, strings.Contains) {
				t.Errorf("%q, want %q", got, test.want)
			}
			for _, w := range got {
				if strings.Contains(w, "\n") || strings.Contains(w, "nohz_full") {
					t.Errorf("%q", w)
				}
			}
		})
	}
	if got := warnings(doctor.Machine{}); len(got) > 0 {
		t.Errorf("of a machine that nothing is known of: %q", got)
	}
}
