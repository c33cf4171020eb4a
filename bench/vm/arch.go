package vm

import (
	"debug/elf"
	"fmt"
	"slices"
	"strings"
)

// An architecture is all that differs between the guests of one and those of
// another. Nothing else in this package knows their names.
type architecture struct {
	name     string // as Go names it
	emulator string // the name of QEMU
	pkg      string // of Debian, that has it
	cache    string // folder of its images in the cache of kernels
	machine  elf.Machine

	// hardware is the guest's, as flags of QEMU. It is part of the figures:
	// other processor models count other instructions, and other memory
	// sizes some by one.
	hardware []string
	// ports are the flags that connect the serial ports; the devices are
	// what the guest calls all but the console.
	ports   []string
	devices devices
	// commandLine is the kernel's. A panic ends QEMU, by way of a reset and
	// -no-reboot. deterministic is added to it where the clock counts
	// instructions, and free where it does not.
	commandLine, deterministic, free string

	// magic says whether a file looks like an image of this architecture.
	magic func(image []byte) bool
	// bootable returns what of an image QEMU boots, and boots fastest.
	bootable func(image []byte) ([]byte, error)
}

// devices are the guest's ends of the serial ports.
type devices struct{ stdout, stderr, control string }

var architectures = []*architecture{amd64, arm64}

// Architectures are the names of those that a guest can have.
func Architectures() []string {
	var names []string
	for _, a := range architectures {
		names = append(names, a.name)
	}
	return names
}

func findArchitecture(name string) (*architecture, error) {
	i := slices.Index(Architectures(), name)
	if i < 0 {
		return nil, fmt.Errorf("unknown architecture %q of a guest: there are %s", name, strings.Join(Architectures(), ", "))
	}
	return architectures[i], nil
}

// notRandom makes the addresses of the kernel, of a process and of a stack the
// same in each run. The offset of the stack, random in each system call, changes
// the path of a copy: read(/dev/urandom) had 2474 or 2478 instructions on amd64.
const notRandom = " nokaslr norandmaps randomize_kstack_offset=off"
