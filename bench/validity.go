package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
)

// InvalidError means that a measurement did not measure what it says.
type InvalidError struct{ Message string }

func (e *InvalidError) Error() string { return "invalid measurement: " + e.Message }

// vdsoClocks are the clock sources that user space reads without a system
// call: arch/*/include/asm/vdso/gettimeofday.h.
var vdsoClocks = []string{"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"}

// CheckBefore says what makes a measurement on this machine worthless.
func CheckBefore(env results.Environment, metric results.Metric) error {
	switch {
	case env.JIT == "0":
		return &InvalidError{"BPF programs are interpreted: sysctl net.core.bpf_jit_enable=1"}
	case env.StatsEnabled == "1":
		return &InvalidError{"bpf stats cost about 20 ns an event: sysctl kernel.bpf_stats_enabled=0"}
	case metric == results.Time && env.Clocksource != "" && !slices.Contains(vdsoClocks, env.Clocksource):
		return &InvalidError{fmt.Sprintf("reading the clock source %s is a system call; choose one of %s in "+
			"/sys/devices/system/clocksource/clocksource0/current_clocksource", env.Clocksource, strings.Join(vdsoClocks, ", "))}
	}
	return nil
}

// Warnings says what makes a measurement of time on this machine doubtful, and
// what would mend it.
func Warnings(env results.Environment, cpus int) []string {
	var w []string
	if env.Hypervisor {
		w = append(w, "this is a virtual machine: the host may slow the CPU at any moment; prefer bare metal")
	}
	if env.Governor != "" && env.Governor != "performance" {
		w = append(w, fmt.Sprintf("frequency governor is %s: cpupower frequency-set -g performance", env.Governor))
	}
	if env.SMT == "on" {
		w = append(w, "SMT is on: echo off > /sys/devices/system/cpu/smt/control")
	}
	if cpus < 2 {
		w = append(w, "only one CPU is allowed: everything else runs on the bench CPU too")
	}
	return w
}
