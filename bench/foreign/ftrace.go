package foreign

import (
	"bufio"
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
)

// ftrace finds events that somebody records, in the tracing buffer or in one of
// its instances, and functions that somebody traces.
func (s *search) ftrace(tracing fs.FS) []Tracer {
	var found []Tracer
	buffers := []string{"."}
	if instances, err := fs.Glob(tracing, "instances/*"); err == nil {
		buffers = append(buffers, instances...)
	}
	for _, buffer := range buffers {
		for _, event := range s.events {
			file := path.Join(buffer, "events", event, "enable")
			if text, err := fs.ReadFile(tracing, file); err == nil && recorded(string(text)) {
				found = append(found, Tracer{
					Place: "tracepoint " + path.Base(event), What: "ftrace, which records it,",
					Remedy: "echo 0 > /sys/kernel/tracing/" + file,
				})
			}
		}
	}
	return append(found, s.traced(tracing)...)
}

// recorded says whether a file "enable" of tracefs tells of an event that is
// on: "1", "X" for some of a folder, and "0*" for one that has a trigger. "?"
// is a folder without events.
func recorded(text string) bool {
	return !slices.Contains([]string{"", "0", "?"}, strings.TrimSpace(text))
}

// traced reads enabled_functions, where each line begins with a function that
// is called by ftrace: by an fentry program, a kprobe or a function tracer.
func (s *search) traced(tracing fs.FS) []Tracer {
	f, err := tracing.Open("enabled_functions")
	if err != nil {
		return nil // built without CONFIG_DYNAMIC_FTRACE
	}
	defer f.Close()
	var found []Tracer
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, _, _ := strings.Cut(lines.Text(), " ")
		if place := s.function(name); place != "" {
			found = append(found, Tracer{place, "a tracer of functions",
				"see /sys/kernel/tracing/enabled_functions and current_tracer, and end who traces"})
		}
	}
	return found
}

// kprobes finds kprobes, whoever made them, where debugfs is mounted.
func (s *search) kprobes() []Tracer {
	list, err := fs.ReadFile(s.root, kprobesList)
	if err != nil {
		return nil
	}
	var found []Tracer
	for _, name := range slices.Sorted(maps.Keys(s.functions)) {
		if attach.Mechanism(bytes.NewReader(list), name) != "" {
			found = append(found, Tracer{s.function(name), "a kprobe",
				"see /" + kprobesList + " and /sys/kernel/tracing/kprobe_events, and remove it"})
		}
	}
	return found
}
