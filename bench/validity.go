package bench

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/results"
)

// InvalidError means that a measurement did not measure what it says.
type InvalidError struct{ Message string }

func (e *InvalidError) Error() string { return "invalid measurement: " + e.Message }

// vdsoClocks are the clock sources that user space reads without a system
// call: arch/*/include/asm/vdso/gettimeofday.h.
var vdsoClocks = []string{"tsc", "tsc-early", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"}

// CheckBefore says what makes a measurement on this machine worthless.
func CheckBefore(env results.Environment, metric results.Metric) error {
	switch {
	case env.BTF == "":
		return errors.New("this kernel has no type information (/sys/kernel/btf/vmlinux), by which programs are fitted to it: " +
			"use one that was built with CONFIG_DEBUG_INFO_BTF")
	case env.JIT == "0":
		return &InvalidError{"BPF programs are interpreted: sysctl net.core.bpf_jit_enable=1"}
	case env.StatsEnabled == "1":
		return &InvalidError{"bpf stats cost tens of ns an event: sysctl kernel.bpf_stats_enabled=0"}
	case metric == results.Time && env.Clocksource != "" && !slices.Contains(vdsoClocks, env.Clocksource):
		return &InvalidError{fmt.Sprintf("reading the clock source %s is a system call; choose one of %s in "+
			"/sys/devices/system/clocksource/clocksource0/current_clocksource", env.Clocksource, strings.Join(vdsoClocks, ", "))}
	}
	return nil
}

// Warnings says what makes a measurement of time on this machine doubtful, and
// what would mend it. In a virtual machine the CPU's frequency and its siblings
// are the host's, so there is one warning for all of that.
//
// It does not advise nohz_full: tracking the context costs every system call
// 300 ns.
func Warnings(env results.Environment, plan results.Plan, allowed int) []string {
	var w []string
	if env.Hypervisor {
		w = append(w, "this is a virtual machine: the host may slow the CPU at any moment; prefer bare metal")
	} else {
		w = append(w, unsteady(env)...)
	}
	if allowed < 2 {
		w = append(w, "only one CPU is allowed: everything else runs on the bench CPU too")
	} else if shared := notIsolated(env, plan); shared != "" {
		w = append(w, fmt.Sprintf("other tasks may run on the bench CPU: boot with isolcpus=%s", shared))
	}
	if usesKprobe(plan) && env.Lockdown != "" && !strings.Contains(env.Lockdown, "[none]") {
		w = append(w, "kernel lockdown hides how a kprobe gets control: boot with lockdown=none, without Secure Boot")
	}
	return w
}

// usesKprobe says whether a plan has an arm whose mechanism is worth knowing.
func usesKprobe(plan results.Plan) bool {
	return slices.ContainsFunc(plan.Arms, func(arm results.Arm) bool {
		t, err := AttachTypes.Find(arm.Attach)
		return err == nil && t.Kprobe
	})
}

// unsteady says what changes the speed of a CPU that is not virtual.
func unsteady(env results.Environment) []string {
	var w []string
	if env.Governor != "" && env.Governor != "performance" {
		w = append(w, fmt.Sprintf("frequency governor is %s: cpupower frequency-set -g performance", env.Governor))
	}
	if env.Turbo == "on" {
		w = append(w, "turbo is on: echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo, or echo 0 > /sys/devices/system/cpu/cpufreq/boost")
	}
	if env.SMT == "on" {
		w = append(w, "SMT is on: echo off > /sys/devices/system/cpu/smt/control")
	}
	return w
}

// notIsolated lists the bench CPUs that the scheduler gives to others too.
func notIsolated(env results.Environment, plan results.Plan) string {
	isolated, err := sandbox.ParseCPUs(env.Isolated)
	if err != nil {
		isolated = nil // empty: none is
	}
	bench := plan.CPUs
	if len(bench) == 0 {
		bench = []int{plan.CPU}
	}
	var shared []string
	for _, cpu := range bench {
		if !slices.Contains(isolated, cpu) {
			shared = append(shared, strconv.Itoa(cpu))
		}
	}
	return strings.Join(shared, ",")
}
