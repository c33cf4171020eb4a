package attach

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// optimization is the sysctl by which the kernel replaces the breakpoints of
// kprobes by jumps: everybody's, so that it is changed for moments only. A note
// of what it was is made before, and taken away after it is so again: if the
// process is killed in between, the next one finds the note.
type optimization struct{ sysctl, note string }

var kprobesOptimization = optimization{
	sysctl: "/proc/sys/debug/kprobes-optimization",
	note:   "/run/probecost.kprobes-optimization",
}

// RestoreOptimization undoes what a process that was killed has left: kprobes
// that are not optimised. No other may be running.
func RestoreOptimization() error { return kprobesOptimization.restore() }

// forbid lets no kprobe be optimised until restore is called. Where the kernel
// knows no such thing, or it is forbidden already, there is nothing to do.
func (o optimization) forbid() error {
	was, err := os.ReadFile(o.sysctl)
	if errors.Is(err, fs.ErrNotExist) || err == nil && strings.TrimSpace(string(was)) == "0" {
		return nil
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(o.note), 0o755) // a virtual machine has no /run
	}
	if err == nil {
		err = os.WriteFile(o.note, was, 0o600)
	}
	if err == nil {
		err = os.WriteFile(o.sysctl, []byte("0"), 0)
	}
	if err != nil {
		return fmt.Errorf("have the kernel not optimise kprobes: %v", err) // nothing that the kernel lacks
	}
	return nil
}

// restore makes the sysctl what it was, if it was changed.
func (o optimization) restore() error {
	was, err := os.ReadFile(o.note)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(strings.TrimSpace(string(was))) > 0 {
		err = os.WriteFile(o.sysctl, was, 0)
	}
	if err == nil {
		err = os.Remove(o.note)
	}
	if err != nil {
		return fmt.Errorf("have the kernel optimise kprobes again (sysctl debug.kprobes-optimization=1 does): %w", err)
	}
	return nil
}
