package attach

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
)

// callSize is that of the room for ftrace's call, by GOARCH.
var callSize = map[string]uint64{"amd64": 5, "arm64": 4}

// firstInstruction is the place of the first instruction of a function behind
// the room for ftrace's call, if there is such a room. Arguments are still where
// they were at the entry, and it is executed once each time.
func firstInstruction(function string) (string, error) {
	k, err := trial(function, 0)
	if err != nil {
		return "", err
	}
	if k.mechanism == onFtrace {
		k.offset += callSize[runtime.GOARCH]
	}
	return place(function, k.offset), nil
}

// optimizedPlace is the first instruction of a function, if the kernel optimises
// a kprobe there.
func optimizedPlace(function string) (string, error) {
	target, err := firstInstruction(function)
	if err != nil {
		return "", err
	}
	_, offset, err := splitOffset(target)
	if err != nil {
		return "", err
	}
	k, err := trial(function, offset)
	if err != nil {
		return "", err
	}
	if k.mechanism != optimized {
		return "", lacking{fmt.Sprintf("the kernel does not optimise a kprobe at the first instruction of %s: a branch is too "+
			"near, or it is forbidden (sysctl debug.kprobes-optimization)", function)}
	}
	return target, nil
}

func place(function string, offset uint64) string { return fmt.Sprintf("%s+%#x", function, offset) }

// trial makes a kprobe that does nothing, and returns what the kernel lists of
// it before it is removed again.
func trial(function string, offset uint64) (k kprobe, err error) {
	prog, err := ebpf.NewProgram(&ebpf.ProgramSpec{
		Name: "trial", Type: ebpf.Kprobe, License: "Dual MIT/GPL",
		Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 0), asm.Return()},
	})
	if err != nil {
		return k, err
	}
	defer prog.Close()
	link, err := attachKprobe(prog, place(function, offset))
	if err != nil {
		return k, err
	}
	defer link.Close() // the kernel takes a jump away later: see [Probe.Close]
	list, err := os.Open(debugfs + "/" + kprobesList)
	if err != nil {
		return k, errUnlisted(err)
	}
	defer list.Close()
	k, ok := listed(list, function, offset)
	if !ok {
		return k, fmt.Errorf("the kernel does not list a kprobe at %s", place(function, offset))
	}
	return k, nil
}

// errUnlisted says why it is not known how a kprobe gets control.
func errUnlisted(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return lacking{"how a kprobe gets control is not to be seen: mount -t debugfs debugfs " + debugfs}
	}
	return fmt.Errorf("see how the kprobe gets control: %w", err)
}
