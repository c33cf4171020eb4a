package render

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// environmentView is all that recordings say of their machines, builds and
// plans, side by side. What none of them knows is left out.
func environmentView(of []analysis.Table) view {
	v := view{Title: "Environment", Head: []string{"as recorded"}}
	for i, t := range of {
		v.Head = append(v.Head, recordingTitle(t))
		for j, value := range environment(t) {
			if i == 0 {
				v.Rows = append(v.Rows, []string{value[0]})
			}
			v.Rows[j] = append(v.Rows[j], value[1])
		}
	}
	v.Rows = slices.DeleteFunc(v.Rows, func(cells []string) bool { return strings.Join(cells[1:], "") == "" })
	return v
}

// environment lists names with their values, the same names for all
// recordings.
func environment(t analysis.Table) [][2]string {
	h, e := t.Header, t.Header.Environment
	return [][2]string{
		{"begun", h.Started.UTC().Format(time.RFC3339)},
		{"fingerprint", e.Fingerprint()},
		{"probecost", e.Probecost}, {"handlers, digest", e.Handlers}, {"Go", e.Go},
		{"kernel", e.Kernel}, {"kernel build", e.Version}, {"architecture", e.Arch},
		{"CPU", cpuModel(e)}, {"microcode", e.Microcode}, {"CPUs online", e.Online}, {"bench CPU", workers(t)},
		{"isolated CPUs", e.Isolated}, {"SMT", e.SMT}, {"governor", e.Governor}, {"turbo", e.Turbo},
		{"clock source", e.Clocksource}, {"preemption", e.Preemption}, {"lockdown", e.Lockdown},
		{"BPF JIT", e.JIT}, {"JIT hardening", e.JITHarden}, {"bpf stats", e.StatsEnabled},
		{"configuration, digest", e.Config}, {"BTF, digest", e.BTF}, {"mitigations, digest", e.Mitigations},
		{"kernel arguments", e.CommandLine}, {"emulator", e.QEMU},
		{"objects", objects(h.Objects)}, {"plan", planned(t)}, {"seed", fmt.Sprint(h.Plan.Seed)},
	}
}

// recordingTitle tells a recording from others of a report.
func recordingTitle(t analysis.Table) string {
	return fmt.Sprintf("%s, Linux %s, %s", metricTitle(t.Header.Metric), t.Header.Environment.Kernel, date(t))
}

// metricTitle is what was measured, in a word.
func metricTitle(m results.Metric) string {
	switch m {
	case results.Instructions:
		return "Instructions"
	case results.CPUTime:
		return "CPU time"
	}
	return "Time"
}

func cpuModel(e results.Environment) string {
	if e.CPU != "" && e.Hypervisor {
		return e.CPU + " (virtual)"
	}
	return e.CPU
}

func objects(all []results.Object) string {
	var list []string
	for _, o := range all {
		text := strings.TrimSpace(o.Label + " " + o.File + " sha256:" + o.SHA256)
		if len(o.Set) > 0 {
			text += " with " + strings.Join(o.Set, ", ")
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

// planned is how much of everything the run was to have.
func planned(t analysis.Table) string {
	p := t.Header.Plan
	if p.Command != nil {
		return fmt.Sprintf("%d blocks of %d arms; %s", p.Blocks, len(p.Arms), strings.Join(p.Command, " "))
	}
	text := fmt.Sprintf("%d blocks of %d arms; a visit has %d chunks, with %d of the workload’s operations in each, after %d to warm up", p.Blocks, len(p.Arms), p.Chunks, p.Ops, p.Warmup)
	if p.Discard > 0 {
		text += fmt.Sprintf("; blocks at the start that do not count: %d", p.Discard)
	}
	if p.Precision > 0 {
		text += fmt.Sprintf("; a half-width of %v %s was asked for", p.Precision, t.Header.Metric.Unit())
	}
	return text
}
