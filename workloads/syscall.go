package workloads

import "runtime"

// syscallPrefix is what the kernel puts before the name of a system call's
// function, since Linux 4.17 (d5a00528b58c "syscalls/core, syscalls/x86:
// Rename struct pt_regs-based sys_*() to __x64_sys_*()").
var syscallPrefix = map[string]string{
	"amd64": "__x64_sys_",
	"arm64": "__arm64_sys_",
}[runtime.GOARCH]

// syscallHook is the entry of one system call.
func syscallHook(name string) Hook {
	return Hook{
		Function:      syscallPrefix + name,
		Tracepoint:    "syscalls:sys_enter_" + name,
		RawTracepoint: "sys_enter",
		Place: "system call entry, in three places: the function of the call (kprobe, fentry), " +
			"the entry code for this call (tracepoint), and for all calls (raw_tracepoint, tp_btf)",
	}
}
