package attach

import (
	"debug/elf"
	"errors"
	"fmt"
	"time"
)

// textFile is the kernel's memory as a core file, which root can read unless
// lockdown is at confidentiality.
const textFile = "/proc/kcore"

// text is the kernel's machine code at an address, as it is now.
func text(address uint64, size int) ([]byte, error) {
	f, err := elf.Open(textFile)
	if err != nil {
		return nil, fmt.Errorf("read the kernel's code: %w", err)
	}
	defer f.Close()
	for _, part := range f.Progs {
		if part.Type == elf.PT_LOAD && address >= part.Vaddr && address-part.Vaddr < part.Filesz {
			code := make([]byte, size)
			if _, err := part.ReadAt(code, int64(address-part.Vaddr)); err != nil {
				return nil, fmt.Errorf("read the kernel's code from %s: %w", textFile, err)
			}
			return code, nil
		}
	}
	return nil, fmt.Errorf("read the kernel's code: address %#x is not in %s", address, textFile)
}

// addressOf is that of an instruction of the kernel: "function+0x9".
func addressOf(target string) (uint64, error) {
	function, offset, err := splitOffset(target)
	if err != nil {
		return 0, err
	}
	address, ok := kernelFunctions()[function]
	switch {
	case !ok:
		return 0, lacking{fmt.Sprintf("this kernel has no function %s", function)}
	case address == 0:
		return 0, errors.New("the kernel hides addresses: sysctl kernel.kptr_restrict=1")
	}
	return address + offset, nil
}

const (
	// jump and breakpoint are the instructions by which x86 gets to a kprobe.
	jump       = 0xe9
	breakpoint = 0xcc
	// longestOptimizing is for how long the kernel may put the replacement of a
	// breakpoint by a jump off; it takes 25 to 400 ms.
	longestOptimizing = 5 * time.Second
	look              = 5 * time.Millisecond
)

// awaitOptimized waits until the kernel has put the jump of an optimised kprobe in
// place, which it lists as optimised as soon as it has decided on it.
func awaitOptimized(target string) error {
	return await(target, "replaced the breakpoint by a jump", func(first byte) bool { return first == jump })
}

// awaitBare waits until the kernel has taken the jump of an optimised kprobe
// away, over which the function goes on with a detour of 50 instructions. What
// stood there was no jump: such a place is not optimised.
func awaitBare(target string) error {
	return await(target, "taken the kprobe's jump away", func(first byte) bool { return first != jump && first != breakpoint })
}

// await looks at the first byte of an instruction until it is as it should be.
func await(target, what string, good func(byte) bool) error {
	address, err := addressOf(target)
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(longestOptimizing); ; time.Sleep(look) {
		code, err := text(address, 1)
		switch {
		case err != nil:
			return err
		case good(code[0]):
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("the kernel has not %s at %s for %v", what, target, longestOptimizing)
		}
	}
}
