package vm

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/probecost/probecost/bench/clock"
)

// emulator is the name of QEMU for x86-64; envQEMU names another one.
const (
	emulator = "qemu-system-x86_64"
	envQEMU  = "PROBECOST_QEMU"
)

// Names in the guest's folder on the host, which is QEMU's working folder: so
// its flags are the same for all guests.
const (
	fileKernel  = "kernel"
	fileInitrd  = "initrd"
	fileConsole = "console"
	fileStdout  = "stdout"
	fileStderr  = "stderr"
	fileControl = "control"
	fileQEMU    = "qemu" // what QEMU itself has to say
)

// machine is the guest's hardware. It is part of the figures: other processor
// models count other instructions, and other memory sizes some by one.
var machine = []string{
	"-accel", "tcg", "-cpu", "qemu64", "-smp", "1", "-m", "512",
	"-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
}

// ticking ties virtual time to instructions, 1<<clock.Shift ns each, and
// nothing else to anything outside.
var ticking = []string{
	"-icount", fmt.Sprintf("shift=%d,sleep=off", clock.Shift),
	"-seed", "1", "-rtc", "base=2026-01-01,clock=vm",
}

// Of the kernel's command line: a panic ends QEMU, by way of a triple fault
// and -no-reboot. The clock of a deterministic guest is the TSC of 1 GHz, told
// rather than measured, and all addresses are the same in each run.
const (
	appendAlways        = "console=ttyS0 quiet panic=-1 reboot=t"
	appendDeterministic = " tsc_early_khz=1000000 tsc=reliable nokaslr norandmaps" +
		// The offset of the stack, random in each system call, changes the
		// path of a copy: read(/dev/urandom) had 2474 or 2478 instructions.
		" randomize_kstack_offset=off"
)

// environmentFlags are the flags that bear on what a guest does.
func environmentFlags(deterministic bool) []string {
	flags := append([]string{}, machine...)
	commandLine := appendAlways
	if deterministic {
		flags = append(flags, ticking...)
		commandLine += appendDeterministic
	}
	return append(flags, "-append", commandLine)
}

// flags are all flags of QEMU.
func flags(deterministic bool) []string {
	return append(environmentFlags(deterministic),
		"-kernel", fileKernel, "-initrd", fileInitrd,
		"-serial", "file:"+fileConsole, "-serial", "file:"+fileStdout,
		"-serial", "file:"+fileStderr, "-serial", "file:"+fileControl)
}

// FindQEMU returns the absolute path of QEMU, or an error that says how to get it.
func FindQEMU() (string, error) {
	name := os.Getenv(envQEMU)
	if name == "" {
		name = emulator
	}
	path, err := exec.LookPath(name)
	if err != nil {
		if name != emulator {
			return "", fmt.Errorf("find the QEMU that %s=%s names: %w", envQEMU, name, err)
		}
		return "", ErrNoQEMU
	}
	return filepath.Abs(path)
}

// Describe returns the version of QEMU and the flags that bear on counts.
func Describe(ctx context.Context, c Config) (string, error) {
	path, err := FindQEMU()
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", path, err)
	}
	version, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(version) + " " + quote(environmentFlags(c.Deterministic)), nil
}

// quote joins flags so that a shell would read them as they are.
func quote(flags []string) string {
	words := make([]string, len(flags))
	for i, f := range flags {
		words[i] = f
		if strings.Contains(f, " ") {
			words[i] = "'" + f + "'"
		}
	}
	return strings.Join(words, " ")
}
