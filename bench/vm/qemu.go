package vm

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/clock"
)

// envQEMU and the name of an architecture, such as PROBECOST_QEMU_ARM64, names
// another QEMU for its guests.
const envQEMU = "PROBECOST_QEMU_"

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

// bare is a guest without anything that it was not given.
var bare = []string{"-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"}

// ticking ties virtual time to instructions, 1<<clock.Shift ns each, and
// nothing else to anything outside.
var ticking = []string{
	"-icount", fmt.Sprintf("shift=%d,sleep=off", clock.Shift),
	"-seed", "1", "-rtc", "base=2026-01-01,clock=vm",
}

// environmentFlags are the flags that bear on what a guest does.
func (a *architecture) environmentFlags(deterministic bool) []string {
	flags := slices.Concat(a.hardware, bare)
	commandLine := a.commandLine
	if deterministic {
		flags = append(flags, ticking...)
		commandLine += a.deterministic
	} else {
		commandLine += a.free
	}
	return append(flags, "-append", commandLine)
}

// flags are all flags of QEMU.
func (a *architecture) flags(deterministic bool) []string {
	return slices.Concat(a.environmentFlags(deterministic), []string{"-kernel", fileKernel, "-initrd", fileInitrd}, a.ports)
}

// findQEMU returns the absolute path of QEMU.
func (a *architecture) findQEMU() (string, error) {
	env := envQEMU + strings.ToUpper(a.name)
	name := cmp.Or(os.Getenv(env), a.emulator)
	path, err := exec.LookPath(name)
	if err != nil {
		if name != a.emulator {
			return "", fmt.Errorf("find the QEMU that %s=%s names: %w", env, name, err)
		}
		return "", fmt.Errorf("%s %w: apt-get install --no-install-recommends %s", a.emulator, ErrNoQEMU, a.pkg)
	}
	return filepath.Abs(path)
}

// FindQEMU returns the absolute path of QEMU for an architecture, "" for that of
// this program, or an error that says how to get it.
func FindQEMU(arch string) (string, error) {
	a, err := Config{Arch: arch}.architecture()
	if err != nil {
		return "", err
	}
	return a.findQEMU()
}

// Describe returns the version of QEMU and the flags that bear on counts.
func Describe(ctx context.Context, c Config) (string, error) {
	a, err := c.architecture()
	if err != nil {
		return "", err
	}
	path, err := a.findQEMU()
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", path, err)
	}
	version, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(version) + " " + quote(a.environmentFlags(c.Deterministic)), nil
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
