package bench

import (
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/results"
)

// models are the options that choose a model of preemption. With
// CONFIG_PREEMPT_DYNAMIC it is only what the kernel starts with.
var models = []struct{ option, model string }{
	{"CONFIG_PREEMPT_RT", "rt"},
	{"CONFIG_PREEMPT_NONE", "none"},
	{"CONFIG_PREEMPT_VOLUNTARY", "voluntary"},
	{"CONFIG_PREEMPT", "full"},
	{"CONFIG_PREEMPT_LAZY", "lazy"}, // since Linux 6.13 (7c70cb94d29c)
}

// preemption is the kernel's model of preemption: "none", "voluntary", "full",
// "lazy" or "rt"; "" if it cannot be known. The first one that knows decides:
// the text of /sys/kernel/debug/sched/preempt, the version, the command line,
// the configuration.
func preemption(debug string, e results.Environment, config kernelconfig.Config) string {
	if model := parenthesised(debug); model != "" {
		return model
	}
	version := strings.Fields(e.Version)
	if slices.Contains(version, "PREEMPT_RT") {
		return "rt"
	}
	if slices.Contains(version, "PREEMPT_DYNAMIC") {
		if model := lastParameter(e.CommandLine, "preempt"); model != "" {
			return model
		}
	}
	for _, m := range models {
		if config[m.option] == "y" {
			return m.model
		}
	}
	if slices.Contains(version, "PREEMPT") {
		return "full" // or lazy, in the few kernels that have neither of these files
	}
	return ""
}

// parenthesised returns which one of several words is chosen: "full" of
// "none voluntary (full)".
func parenthesised(words string) string {
	_, rest, _ := strings.Cut(words, "(")
	word, _, closed := strings.Cut(rest, ")")
	if !closed {
		return ""
	}
	return word
}

// lastParameter is the value of the last name=value on a kernel command line.
func lastParameter(commandLine, name string) (value string) {
	for _, word := range strings.Fields(commandLine) {
		if v, ok := strings.CutPrefix(word, name+"="); ok {
			value = v
		}
	}
	return value
}
