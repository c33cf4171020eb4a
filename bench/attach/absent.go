package attach

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/tracefs"
	"github.com/probecost/probecost/internal/nearest"
	"github.com/probecost/probecost/workloads"
)

// notThere says whether a target is missing from the running kernel, with the
// names that come nearest, or is there and cannot be traced. It looks only where
// the error may come from that.
func notThere(t Type, target string, err error) (reason string, absent bool) {
	if !mayBeAbsent(err) || len(verifierLog(err)) > 0 {
		return "", false
	}
	// The target is whatever a hook of that name is to the type.
	switch t.Target(workloads.Hook{Function: "function", Tracepoint: "tracepoint", RawTracepoint: "raw", User: "user"}) {
	case "function":
		return noFunction(t, target)
	case "tracepoint":
		return noEvent(target, func(event string) string { return event })
	case "raw":
		return noEvent(target, func(event string) string { _, name, _ := strings.Cut(event, ":"); return name })
	}
	return "", false
}

// mayBeAbsent says whether an error is one of those by which the kernel and the
// library say that there is nothing to attach to. A function without room for a
// call is busy.
func mayBeAbsent(err error) bool {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ebpf.ErrNotSupported) {
		return true
	}
	text := err.Error() // where the library does not wrap what the kernel said
	return slices.ContainsFunc([]string{"not found", unix.EINVAL.Error(), unix.EBUSY.Error()}, func(s string) bool { return strings.Contains(text, s) })
}

// noFunction says what is wrong with a function, if anything is.
func noFunction(t Type, target string) (reason string, absent bool) {
	name, _, inside := strings.Cut(target, "+")
	all := kernelFunctions()
	_, there := all[name]
	switch {
	case len(all) == 0:
		return "", false
	case strings.ContainsAny(name, "*?"):
		return fmt.Sprintf("%s is a pattern: name one function", name), true
	case !there:
		return fmt.Sprintf("this kernel has no function %s%s", name, didYouMean(name, slices.Sorted(maps.Keys(all)))), true
	}
	// In the list of what cannot be, a line is "0xffffffff81000000-0xffffffff81000040	do_int3".
	barred, err := lines(os.DirFS(debugfs), "kprobes/blacklist", 1)
	if err == nil && t.Kprobe && slices.Contains(barred, name) {
		return fmt.Sprintf("this kernel has %s, and does not let a kprobe be put there: it is in %s/kprobes/blacklist", name, debugfs), true
	}
	if t.Kprobe && inside {
		return fmt.Sprintf("the kernel does not let a kprobe be put at %s: is it the start of an instruction?", target), true
	}
	fsys, err := tracefs.Open()
	if err != nil {
		return "", false
	}
	traceable, err := lines(fsys, "available_filter_functions", 0)
	if err != nil || len(traceable) == 0 || slices.Contains(traceable, name) {
		return "", false
	}
	return fmt.Sprintf("this kernel has %s, and does not let it be traced: it is not in available_filter_functions", name), true
}

// noEvent says whether an event is missing: name makes of an entry such as
// "task:task_rename" what the type calls it.
func noEvent(target string, name func(event string) string) (reason string, absent bool) {
	fsys, err := tracefs.Open()
	if err != nil {
		return "", false
	}
	events, err := lines(fsys, "available_events", 0)
	if err != nil || len(events) == 0 {
		return "", false
	}
	for i, event := range events {
		events[i] = name(event)
	}
	if slices.Contains(events, target) {
		return "", false
	}
	return fmt.Sprintf("this kernel has no event %s%s", target, didYouMean(target, events)), true
}

// lines are the words of that number, from 0, in the lines of a file.
func lines(fsys fs.FS, file string, word int) ([]string, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.Fields(lines.Text()); word < len(words) {
			all = append(all, words[word])
		}
	}
	return all, nil
}

// didYouMean names what comes nearest, for the end of a sentence. Of names there
// are more than a hundred thousand, so that only those are compared which begin
// alike, but for underscores.
func didYouMean(name string, names []string) string {
	const most = 3
	first := func(s string) string { s = strings.TrimLeft(s, "_"); return s[:min(1, len(s))] }
	alike := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return first(n) != first(name) })
	near := nearest.Names(name, alike, most)
	if len(near) == 0 {
		return ""
	}
	return ": there are " + strings.Join(near, ", ")
}
