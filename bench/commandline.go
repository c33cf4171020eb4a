package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// telling are the kernel arguments, or their beginnings, that a reader of a
// measurement wants to see: Documentation/admin-guide/kernel-parameters.txt.
var telling = []string{
	"amd_pstate", "clocksource", "cpuidle", "idle", "intel_idle", "intel_pstate", "isolcpus", "kpti", "l1tf", "lockdown",
	"lsm", "mds", "mitigations", "nmi_watchdog", "no5lvl", "nohz", "nokaslr", "nopti", "norandmaps", "nosmt",
	"nospectre", "nospec", "nowatchdog", "preempt", "processor.max_cstate", "pti", "randomize_kstack_offset", "rcu_nocbs",
	"retbleed", "skew_tick", "spec", "srbds", "threadirqs", "transparent_hugepage", "tsc",
}

// commandLine is what a recording says of the kernel's command line: the
// arguments that are telling, and a digest of all. The others name disks,
// consoles and keys, which are nobody's business, and what follows "--" is for
// init.
func commandLine(text string) string {
	kernel, _, _ := strings.Cut(text+" ", " -- ")
	arguments := strings.Fields(kernel)
	if len(arguments) == 0 {
		return ""
	}
	shown := slices.DeleteFunc(slices.Clone(arguments), func(argument string) bool {
		return !slices.ContainsFunc(telling, func(start string) bool { return strings.HasPrefix(argument, start) })
	})
	sum := sha256.Sum256([]byte(strings.Join(arguments, " ")))
	return strings.Join(append(shown, "digest:"+hex.EncodeToString(sum[:8])), " ")
}
