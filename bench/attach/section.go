package attach

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/cilium/ebpf"
)

// ErrNoSuchSection means that no attach type of [All] has such a SEC().
var ErrNoSuchSection = errors.New("no attach type has such a section")

// syscallPrefix is what a system call's function begins with, by GOARCH:
// SYSCALL_WRAPPER in arch/*/include/asm/syscall_wrapper.h.
var syscallPrefix = map[string]string{"amd64": "__x64_sys_", "arm64": "__arm64_sys_"}

// Section reads what a program's SEC() says: the attach type, and the target in
// that type's words, which is "" if it names none. An error wraps
// [ErrNoSuchSection] and lists what there is.
//
// The sections are those of libbpf (Documentation/bpf/libbpf/program_types.rst):
// "kprobe/FUNCTION+OFFSET", "ksyscall/NAME", "tracepoint/CATEGORY/NAME" or "tp/…",
// "raw_tracepoint/NAME" or "raw_tp/…", "fentry/FUNCTION", "tp_btf/NAME",
// "uprobe/PATH:FUNCTION+OFFSET", and so on. A question mark before any of them, by
// which libbpf is told not to load a program, is passed over: whoever names a
// program here wants it.
func Section(section string) (t Type, target string, err error) {
	kind, target := split(section)
	i := slices.IndexFunc(All, func(t Type) bool { return slices.Contains(t.Sections, kind) })
	if i < 0 {
		return t, "", fmt.Errorf("SEC(%q): %w: measured are %s", section, ErrNoSuchSection, strings.Join(sections(), ", "))
	}
	t = All[i]
	switch {
	case strings.HasSuffix(kind, "syscall") && target != "": // ksyscall, kretsyscall
		target = syscallPrefix[runtime.GOARCH] + target
	case t.Program == ebpf.TracePoint:
		target = strings.Replace(target, "/", ":", 1)
	}
	return t, target, nil
}

// Kind is what a section begins with, such as "xdp", whether or not it is of an
// attach type.
func Kind(section string) string {
	word, _ := split(section)
	return word
}

func split(section string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimPrefix(section, "?"), "/")
	return word, rest
}

// sections lists the usual word of each type.
func sections() []string {
	var words []string
	for _, t := range All {
		if len(t.Sections) > 0 {
			words = append(words, t.Sections[0])
		}
	}
	return words
}
