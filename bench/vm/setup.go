package vm

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// How much depends on a mount.
type weight int

const (
	optional weight = iota // the kernel may well not have it
	wanted                 // measuring needs it: worth a warning
	needed                 // nothing works without it
)

// mounts are made in this order.
var mounts = []struct {
	fstype, target string
	make           bool // the target is ours to make
	weight         weight
	config         string // what gives a kernel this file system
}{
	{"devtmpfs", "/dev", false, needed, "CONFIG_DEVTMPFS"},
	{"proc", "/proc", false, needed, "CONFIG_PROC_FS"},
	{"sysfs", "/sys", false, needed, "CONFIG_SYSFS"},
	{"tmpfs", "/tmp", false, needed, "CONFIG_TMPFS"},
	{"tmpfs", "/dev/shm", true, wanted, "CONFIG_TMPFS"},
	{"tracefs", "/sys/kernel/tracing", false, wanted, "CONFIG_FTRACE"},
	{"debugfs", "/sys/kernel/debug", false, optional, "CONFIG_DEBUG_FS"},
	{"bpf", "/sys/fs/bpf", false, wanted, "CONFIG_BPF_SYSCALL"},
	{"securityfs", "/sys/kernel/security", false, optional, "CONFIG_SECURITYFS"},
	{"cgroup2", "/sys/fs/cgroup", false, optional, "CONFIG_CGROUPS"},
}

// setUp makes the guest a system that a command can expect.
func setUp() (warnings []error, err error) {
	for _, m := range mounts {
		err := mount(m.fstype, m.target, m.make)
		if err == nil || m.weight == optional {
			continue
		}
		err = fmt.Errorf("mount %s on %s (%s): %w", m.fstype, m.target, m.config, err)
		if m.weight == needed {
			return nil, err
		}
		warnings = append(warnings, err)
	}
	for _, step := range []func() error{setHostname, raiseLimits, loopbackUp, seedRandom} {
		if err := step(); err != nil {
			warnings = append(warnings, err)
		}
	}
	return warnings, nil
}

func mount(fstype, target string, make bool) error {
	if make {
		if err := os.MkdirAll(target, 0o1777); err != nil {
			return err
		}
	}
	err := unix.Mount(fstype, target, fstype, unix.MS_NOSUID, "")
	if errors.Is(err, unix.EBUSY) { // the kernel mounted devtmpfs itself
		return nil
	}
	return err
}

func setHostname() error {
	if err := unix.Sethostname([]byte("probecost")); err != nil {
		return fmt.Errorf("set the host name: %w", err)
	}
	return nil
}

// raiseLimits lets the command load BPF objects on kernels before 5.11, which
// count them as locked memory.
func raiseLimits() error {
	all := &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}
	if err := unix.Setrlimit(unix.RLIMIT_MEMLOCK, all); err != nil {
		return fmt.Errorf("raise RLIMIT_MEMLOCK: %w", err)
	}
	return nil
}

// seedRandom waits until the kernel's random numbers are seeded: until then a
// read of /dev/urandom takes other ways through the kernel. On 5.10 the change
// came in the middle of a count.
func seedRandom() error {
	if _, err := unix.Getrandom(make([]byte, 1), 0); err != nil {
		return fmt.Errorf("seed the random numbers: %w", err)
	}
	return nil
}

// loopbackUp gives the guest 127.0.0.1.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("bring up the loopback interface: %w", err)
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo); err != nil {
		return fmt.Errorf("bring up the loopback interface: %w", err)
	}
	return nil
}
