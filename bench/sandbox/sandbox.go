// Package sandbox gives the process surroundings of its own, which vanish with
// it however it ends: a mount namespace with tracefs, debugfs, securityfs and an
// empty tmpfs at /dev/shm, and a set of CPUs that leaves the bench CPU alone.
package sandbox

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/tracefs"
)

// entered marks the process as being inside already; its value is the CPUs.
const entered = "PROBECOST_SANDBOX"

// Enter starts this program again, in place, with the same arguments, inside a
// sandbox; in there it returns the CPUs that choose chose outside, where all
// CPUs were allowed. All threads keep off these, unless there are no others.
//
// Namespace and CPUs belong to a thread, and the Go runtime has several before
// main: only execve(2), which leaves one thread, gives them to all.
func Enter(choose func() ([]int, error)) (cpus []int, err error) {
	if inside := os.Getenv(entered); inside != "" {
		if err := os.Unsetenv(entered); err != nil {
			return nil, err
		}
		return ParseCPUs(inside)
	}
	if cpus, err = choose(); err != nil {
		return nil, err
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := leave(cpus); err != nil {
		return nil, err
	}
	if os.Geteuid() == 0 {
		if err := mounts(); err != nil {
			return nil, err
		}
	}
	err = unix.Exec("/proc/self/exe", os.Args, append(os.Environ(), entered+"="+FormatCPUs(cpus)))
	return nil, fmt.Errorf("start this program again: %w", err)
}

// leave takes CPUs out of the calling thread's set, if others remain.
func leave(cpus []int) error {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return fmt.Errorf("read the allowed CPUs: %w", err)
	}
	for _, cpu := range cpus {
		set.Clear(cpu)
	}
	if set.Count() == 0 {
		return nil
	}
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("keep off CPU %s: %w", FormatCPUs(cpus), err)
	}
	return nil
}

// described are file systems in which the kernel describes itself: how a kprobe
// gets control, and whether lockdown is on.
var described = []struct {
	fstype, path string
	magic        int64 // as statfs(2) shows where it is mounted
}{
	{"debugfs", "/sys/kernel/debug", unix.DEBUGFS_MAGIC},
	{"securityfs", "/sys/kernel/security", unix.SECURITYFS_MAGIC},
}

// mounts gives the calling thread a mount namespace and fills it. What cannot
// be mounted is left out: who needs it will say so.
func mounts() error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		if err == unix.EPERM {
			return nil // root without CAP_SYS_ADMIN: a container
		}
		return fmt.Errorf("make a mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	if _, err := tracefs.Open(); err != nil {
		_ = unix.Mount("tracefs", tracefs.Paths[0], "tracefs", 0, "")
	}
	for _, m := range described {
		var at unix.Statfs_t
		if err := unix.Statfs(m.path, &at); err == nil && at.Type != m.magic {
			_ = unix.Mount(m.fstype, m.path, m.fstype, 0, "")
		}
	}
	_ = unix.Mount("tmpfs", "/dev/shm", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=1m")
	return nil
}
