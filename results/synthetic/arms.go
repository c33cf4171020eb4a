package synthetic

import "github.com/probecost/probecost/results"

// Arms is the product of the axes with one worker, base arms among the attach
// types.
func Arms(workloads, handlers, attach []string) []results.Arm {
	var arms []results.Arm
	for _, w := range workloads {
		for _, h := range handlers {
			for _, a := range attach {
				arms = append(arms, results.Arm{Workload: w, Handler: h, Attach: a, Workers: 1})
			}
		}
	}
	return arms
}

// Builds gives a recording two objects, old and new, and returns it.
func Builds(rec *results.Recording) *results.Recording {
	for _, label := range []string{"old", "new"} {
		rec.Header.Objects = append(rec.Header.Objects, results.Object{Label: label, File: "agent.bpf.o", SHA256: label})
	}
	return rec
}

// OwnArms are the base arms of a workload and programs of the user's own, given
// as arms without a workload.
func OwnArms(workload string, programs ...results.Arm) []results.Arm {
	arms := Arms([]string{workload}, []string{results.Own}, []string{"base", "base2"})
	for _, p := range programs {
		p.Workload, p.Handler, p.Workers = workload, results.Own, 1
		arms = append(arms, p)
	}
	return arms
}

// Noisy is a shared virtual machine on a bad day: its CPU is slow for much of
// the time, and everything else goes wrong as well. Its figures are near those
// of a real one.
func Noisy() Machine {
	return Machine{
		Kernel:   "6.12.9-synthetic",
		Base:     map[string]float64{"task_rename": 264, "urandom_read": 331, "fchmodat": 702},
		Overhead: map[string]float64{"kprobe": 101, "tracepoint": 60, "raw_tracepoint": 27, "fentry": 9.5, "tp_btf": 26.5},
		Jitter:   0.02, CanaryJitter: 0.01, Drift: 8,
		Slow: 0.5, SlowFactor: 1.7, SlowFor: 3e6, Turbo: []float64{1, 1.03, 1.08, 1.14},
		Spikes: 0.02, Spike: 40e3,
		Layout: 2, Wave: 0.5, Correlation: 0.4,
	}
}

// Exact are the instructions that a virtual machine counts.
func Exact() Machine {
	return Machine{
		Kernel:   "6.12.9-synthetic",
		Base:     map[string]float64{"task_rename": 1047, "urandom_read": 812, "fchmodat": 2904},
		Overhead: map[string]float64{"kprobe": 361, "tracepoint": 407, "raw_tracepoint": 86, "fentry": 134, "tp_btf": 86},
	}
}
