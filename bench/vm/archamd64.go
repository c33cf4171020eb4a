package vm

import "debug/elf"

// amd64 guests have the four ports of a PC; the deterministic one's clock is
// the TSC of 1 GHz, told rather than measured.
var amd64 = &architecture{
	name:     "amd64",
	emulator: "qemu-system-x86_64",
	pkg:      "qemu-system-x86",
	machine:  elf.EM_X86_64,

	hardware: []string{"-accel", "tcg", "-cpu", "qemu64", "-smp", "1", "-m", "512"},
	ports: []string{
		"-serial", "file:" + fileConsole, "-serial", "file:" + fileStdout,
		"-serial", "file:" + fileStderr, "-serial", "file:" + fileControl,
	},
	devices:     devices{"/dev/ttyS1", "/dev/ttyS2", "/dev/ttyS3"},
	commandLine: "console=ttyS0 quiet panic=-1 reboot=t",
	// A busy host may be late with the interrupts that the kernel tests its timer by.
	free:          " no_timer_check",
	deterministic: " tsc_early_khz=1000000 tsc=reliable" + notRandom,

	magic:    isX86Image,
	bootable: x86Kernel,
}
