package attach

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
	text := err.Error()
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ebpf.ErrNotSupported) &&
		!strings.Contains(text, "not found") && !strings.Contains(text, unix.EINVAL.Error()) || len(verifierLog(err)) > 0 {
		return "", false
	}
	// The target is whatever a hook of that name is to the type.
	switch t.Target(workloads.Hook{Function: "function", Tracepoint: "tracepoint", RawTracepoint: "raw", User: "user"}) {
	case "function":
		return noFunction(target)
	case "tracepoint":
		return noEvent(target, func(event string) string { return event })
	case "raw":
		return noEvent(target, func(event string) string { _, name, _ := strings.Cut(event, ":"); return name })
	}
	return "", false
}

// noFunction says what is wrong with a function, if anything is.
func noFunction(target string) (reason string, absent bool) {
	name, _, _ := strings.Cut(target, "+")
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
	fsys, err := tracefs.Open()
	if err != nil {
		return "", false
	}
	traceable, err := lines(fsys, "available_filter_functions")
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
	events, err := lines(fsys, "available_events")
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

// lines are the first words of the lines of a file.
func lines(fsys fs.FS, file string) ([]string, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		word, _, _ := strings.Cut(lines.Text(), " ") // a module may follow
		all = append(all, word)
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
