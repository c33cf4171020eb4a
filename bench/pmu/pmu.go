// Package pmu counts the instructions and cycles of one thread with the
// processor's performance monitoring unit, user space and kernel apart.
//
// It only makes system calls, because a worker thread has a file table of its
// own that package os knows nothing of.
package pmu

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Values are what was counted between [Counters.Start] and [Counters.Stop],
// the end of the one system call and the beginning of the other included.
type Values struct {
	UserInstructions   uint64
	KernelInstructions uint64
	UserCycles         uint64
	KernelCycles       uint64
}

// Counters count for the thread that opened them. It must be locked to its
// goroutine and use them itself.
type Counters struct {
	fds    []int // the group's leader first
	start  reading
	buffer reading
	vector unix.Iovec // of buffer
}

// Open opens the counters of the calling thread, stopped. The error is
// [ErrNotAvailable], and says why, if this thread cannot have all of them.
func Open() (*Counters, error) {
	c, err := open(events)
	if err != nil {
		return nil, err
	}
	// Only counting shows whether the processor has enough free counters.
	if err := c.try(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// open opens one group of events.
func open(group [groupSize]event) (*Counters, error) {
	c := &Counters{}
	c.vector.Base = (*byte)(unsafe.Pointer(&c.buffer))
	c.vector.SetLen(int(unsafe.Sizeof(c.buffer)))
	leader := -1
	for _, e := range group {
		attr := e.attr(leader == -1)
		fd, err := unix.PerfEventOpen(&attr, 0, -1, leader, unix.PERF_FLAG_FD_CLOEXEC)
		if err != nil {
			return nil, errors.Join(explain(err, leader == -1), c.Close())
		}
		c.fds = append(c.fds, fd)
		leader = c.fds[0]
	}
	return c, nil
}

func (c *Counters) try() error {
	if err := c.Start(); err != nil {
		return err
	}
	_, err := c.Stop()
	return err
}

// Start starts counting.
func (c *Counters) Start() error {
	if err := c.read(); err != nil {
		return err
	}
	c.start = c.buffer
	return c.control(unix.PERF_EVENT_IOC_ENABLE, "start")
}

// Stop stops counting and returns what was counted since Start. It is an error
// if somebody else had the processor's counters for a part of that time: what
// was missed is not guessed.
func (c *Counters) Stop() (Values, error) {
	if err := c.control(unix.PERF_EVENT_IOC_DISABLE, "stop"); err != nil {
		return Values{}, err
	}
	if err := c.read(); err != nil {
		return Values{}, err
	}
	return c.buffer.since(&c.start)
}

// control starts or stops the leader, and with it the group. With
// PERF_IOC_FLAG_GROUP the kernel would do it to each event by itself, which on
// Linux 6.18 leaves those stopped that are not of the leader's kind.
func (c *Counters) control(request uintptr, what string) error {
	_, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(c.fds[0]), request, 0)
	if errno != 0 {
		return fmt.Errorf("%s the hardware counters: %w", what, errno)
	}
	return nil
}

// read reads the group into the buffer, with readv(2), since read(2) would be an
// event of the workload urandom_read.
func (c *Counters) read() error {
	n, _, errno := unix.RawSyscall(unix.SYS_READV, uintptr(c.fds[0]), uintptr(unsafe.Pointer(&c.vector)), 1)
	if errno != 0 {
		return fmt.Errorf("read the hardware counters: %w", errno)
	}
	return checkSize(n)
}

// Close gives the counters back.
func (c *Counters) Close() error {
	var errs []error
	for _, fd := range c.fds {
		if err := unix.Close(fd); err != nil {
			errs = append(errs, fmt.Errorf("close the hardware counters: %w", err))
		}
	}
	c.fds = nil
	return errors.Join(errs...)
}
