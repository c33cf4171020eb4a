package attach

import (
	"bufio"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// debugfs is where it is mounted.
const debugfs = "/sys/kernel/debug"

// kprobesList is the kernel's list of all kprobes, in debugfs.
const kprobesList = "kprobes/list"

// How a kprobe gets control.
const (
	onFtrace  = "ftrace"    // a call that the compiler left room for
	optimized = "optimized" // a jump that replaces instructions
	int3      = "int3"      // a breakpoint, on any architecture
)

// mechanism reads /sys/kernel/debug/kprobes/list. Where debugfs is not mounted,
// or lockdown forbids it, nothing is known.
func mechanism(debugfs fs.FS, target string) string {
	f, err := debugfs.Open(kprobesList)
	if err != nil {
		return ""
	}
	defer f.Close()
	return Mechanism(f, target)
}

// mechanisms are the marks in the list, in the order in which the kernel asks.
var mechanisms = []struct{ mark, name string }{
	{"[OPTIMIZED]", optimized},
	{"[FTRACE]", onFtrace},
}

// Mechanism finds in the kernel's list of kprobes how the one at the entry of a
// function, or at an offset such as "function+0x9", gets control:
//
//	ffffffff81c0de70  k  __set_task_comm+0x0    [FTRACE]
//
// "ftrace" is a call that the compiler left room for, "optimized" a jump that
// replaces instructions, "int3" a breakpoint, on any architecture; "" means
// that there is no such kprobe. The kernel marks one as optimised when it
// decides on it, up to a second before it patches the code.
func Mechanism(list io.Reader, target string) string {
	function, offset, err := splitOffset(target)
	if err != nil {
		return ""
	}
	k, _ := listed(list, function, offset)
	return k.mechanism
}

// listed finds the kprobe of a function at an offset. At 0 that is the entry,
// the lowest offset at which there is one: it is not 0 where the function starts
// with a landing pad for indirect jumps (endbr64 of x86). All kprobes at one
// place share what the kernel does there.
func listed(list io.Reader, function string, offset uint64) (found kprobe, ok bool) {
	for lines := bufio.NewScanner(list); lines.Scan(); {
		k, valid := parseKprobe(lines.Text())
		if !valid || k.function != function || offset != 0 && k.offset != offset {
			continue
		}
		if !ok || k.offset < found.offset {
			found, ok = k, true
		}
	}
	return found, ok
}

// kprobe is a line of the list.
type kprobe struct {
	function  string
	offset    uint64
	mechanism string
}

// parseKprobe is the inverse of report_probe() in kernel/kprobes.c. It passes
// over kprobes that are not in use.
func parseKprobe(line string) (k kprobe, ok bool) {
	fields := strings.Fields(line) // address, kind, place, and maybe module and marks
	if len(fields) < 3 || strings.Contains(line, "[GONE]") || strings.Contains(line, "[DISABLED]") {
		return k, false
	}
	function, offset, _ := strings.Cut(fields[2], "+0x")
	n, err := strconv.ParseUint(offset, 16, 64)
	if err != nil {
		return k, false
	}
	k = kprobe{function, n, int3}
	for _, m := range mechanisms {
		if strings.Contains(line, m.mark) {
			k.mechanism = m.name
		}
	}
	return k, true
}
