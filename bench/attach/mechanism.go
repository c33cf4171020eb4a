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

// mechanism reads /sys/kernel/debug/kprobes/list. Where debugfs is not mounted,
// or lockdown forbids it, nothing is known.
func mechanism(debugfs fs.FS, function string) string {
	f, err := debugfs.Open("kprobes/list")
	if err != nil {
		return ""
	}
	defer f.Close()
	return Mechanism(f, function)
}

// mechanisms are the marks in the list, in the order in which the kernel asks.
var mechanisms = []struct{ mark, name string }{
	{"[OPTIMIZED]", "optimized"},
	{"[FTRACE]", "ftrace"},
}

// Mechanism finds in the kernel's list of kprobes how the one at the entry of a
// function gets control:
//
//	ffffffff81c0de70  k  __set_task_comm+0x0    [FTRACE]
//
// "ftrace" is a call that the compiler left room for, "optimized" a jump that
// replaces instructions, "int3" a breakpoint, on any architecture; "" means
// that there is no such kprobe. The kernel marks one as optimised when it
// decides on it, up to a second before it patches the code.
//
// The entry is the lowest offset of the function at which there is a kprobe: it
// is not 0 where the function starts with a landing pad for indirect jumps
// (endbr64 of x86). All kprobes at one place share what the kernel does there.
func Mechanism(list io.Reader, function string) string {
	name, lowest := "", uint64(0)
	for lines := bufio.NewScanner(list); lines.Scan(); {
		k, ok := parseKprobe(lines.Text())
		if ok && k.function == function && (name == "" || k.offset < lowest) {
			name, lowest = k.mechanism, k.offset
		}
	}
	return name
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
	k = kprobe{function, n, "int3"}
	for _, m := range mechanisms {
		if strings.Contains(line, m.mark) {
			k.mechanism = m.name
		}
	}
	return k, true
}
