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
//	ttyS0  console  messages of the kernel
//	ttyS1  stdout   of the command, byte for byte
//	ttyS2  stderr   of the command, byte for byte
//	ttyS3  control  the exit status, see [message]
//
// They are files rather than pipes so that a slow reader on the host never
// holds up the guest, and stderr has a port of its own rather than sharing the
// control port so that the init sleeps while the command runs: what it did
// would be counted. Of the ports that share an interrupt line, ttyS1 and ttyS3,
// the latter is silent until the former is done.
package vm

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// EnvGuest is set in the environment of every command in a guest. There, stdout
// and stderr are ttys, so that they can be drained, but nobody looks at them.
const EnvGuest = "PROBECOST_VM"

// DefaultIdle is how long a guest may be silent before it counts as hung. It
// takes about five seconds to boot; the rest is for slow and busy hosts.
const DefaultIdle = 60 * time.Second

// Config says what to run in which guest.
type Config struct {
	// Kernel is the path of a kernel image for x86-64: a bzImage such as
	// /boot/vmlinuz-*, or an uncompressed vmlinux. See [Resolve].
	Kernel string
	// Program is the path of a static Linux binary that calls [IsInit] and
	// [Init] first of all; "" is this program.
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

// complete fills in the defaults, and says what is wrong with c before
// anything is started.
func (c Config) complete() (Config, error) {
	if c.Program == "" {
		self, err := os.Executable()
		if err != nil {
			return c, fmt.Errorf("find this program, to run it in the guest: %w", err)
		}
		c.Program = self
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
