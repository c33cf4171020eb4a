package vm

import "debug/elf"

// arm64 guests are QEMU's board "virt". It has one port, the console, so the
// others are PCI cards, each with an interrupt of its own. The frequency of the
// deterministic one's clock, the virtual counter, is that of virtual time:
// without cntfrq it ticks each 16 ns, and counts are wrong by up to 8.
var arm64 = &architecture{
	name:     "arm64",
	emulator: "qemu-system-aarch64",
	pkg:      "qemu-system-arm",
	cache:    "arm64",
	machine:  elf.EM_AARCH64,

	hardware: []string{"-accel", "tcg", "-M", "virt", "-cpu", "cortex-a57,cntfrq=1000000000", "-smp", "1", "-m", "512"},
	ports: []string{
		"-serial", "file:" + fileConsole,
		"-chardev", "file,id=stdout,path=" + fileStdout, "-device", "pci-serial,chardev=stdout",
		"-chardev", "file,id=stderr,path=" + fileStderr, "-device", "pci-serial,chardev=stderr",
		"-chardev", "file,id=control,path=" + fileControl, "-device", "pci-serial,chardev=control",
	},
	devices:       devices{"/dev/ttyS0", "/dev/ttyS1", "/dev/ttyS2"},
	commandLine:   "console=ttyAMA0 quiet panic=-1",
	deterministic: notRandom,

	magic:    isArmImage,
	bootable: armImage,
}
