// Package vm boots a Linux kernel image in QEMU with a static Go binary as
// init, runs one command in the guest and brings its output and its exit
// status back. It needs neither root nor KVM nor kernel modules.
//
// The words: the host is where [Run] is called; the guest is the virtual
// machine. The program is one binary with two roles in the guest: as process 1
// it is the init ([Init]), which starts it a second time as the command. They
// are two processes because cilium/ebpf looks into /proc before main, and
// remembers that it was not mounted.
//
// Guest and host talk through four serial ports, whose far ends are files:
//
//	amd64  arm64
//	ttyS0  ttyAMA0  console  messages of the kernel
//	ttyS1  ttyS0    stdout   of the command, byte for byte
//	ttyS2  ttyS1    stderr   of the command, byte for byte
//	ttyS3  ttyS2    control  the exit status, see [message]
//
// They are files rather than pipes so that a slow reader on the host never
// holds up the guest, and stderr has a port of its own rather than sharing the
// control port so that the init sleeps while the command runs: what it did
// would be counted. Of the ports that share an interrupt line, stdout and
// control of amd64, the latter is silent until the former is done.
//
// What differs between architectures is in [architecture], one value for each.
package vm

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
)

// EnvGuest is set in the environment of every command in a guest. There, stdout
// and stderr are ttys, so that they can be drained, but nobody looks at them.
const EnvGuest = "PROBECOST_VM"

// DefaultIdle is how long a guest may be silent before it counts as hung. It
// takes about five seconds to boot, and a test binary up to twenty until it says
// anything; the rest is for slow and busy hosts.
const DefaultIdle = 2 * time.Minute

// Config says what to run in which guest.
type Config struct {
	// Arch is the guest's architecture, one of [Architectures]; "" is that
	// of this program.
	Arch string
	// Kernel is the path of a kernel image for it, such as /boot/vmlinuz-*.
	// See [Resolve].
	Kernel string
	// Program is the path of a static Linux binary that calls [IsInit] and
	// [Init] first of all; "" is this program, see [findProgram].
	Program string
	// Command is the path of another static Linux binary that is run as the
	// command; "" runs Program.
	Command string
	// Args are the arguments of the command, without its name.
	Args []string
	// Env is added to the environment of the command, as NAME=value.
	Env []string
	// Files are put into the guest: path from the root, without the
	// leading slash, to content.
	Files map[string][]byte
	// Deterministic ties the guest's clock to its instructions, see
	// [clock.Shift], and makes every run the same to the bit. Otherwise
	// the guest's clock is that of the host.
	Deterministic bool
	// Stdout and Stderr get the output of the command as it comes; nil
	// discards it.
	Stdout, Stderr io.Writer
	// Idle is for how long the guest may be silent on all ports before it
	// counts as hung; 0 is [DefaultIdle].
	Idle time.Duration
}

func (c Config) architecture() (*architecture, error) {
	return findArchitecture(cmp.Or(c.Arch, runtime.GOARCH))
}

// complete fills in the defaults, and says what is wrong with c before
// anything is started.
func (c Config) complete() (Config, error) {
	if c.Program == "" {
		a, err := c.architecture()
		if err != nil {
			return c, err
		}
		if c.Program, err = a.findProgram(); err != nil {
			return c, err
		}
	}
	if c.Idle <= 0 {
		c.Idle = DefaultIdle
	}
	if c.Stdout == nil {
		c.Stdout = io.Discard
	}
	if c.Stderr == nil {
		c.Stderr = io.Discard
	}
	for _, s := range append(append([]string{}, c.Args...), c.Env...) {
		if strings.IndexByte(s, 0) >= 0 {
			return c, fmt.Errorf("argument or environment %q of the command in the guest: holds a zero byte, which no process can be given", s)
		}
	}
	return c, nil
}
