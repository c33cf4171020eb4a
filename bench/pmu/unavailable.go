package pmu

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// ErrNotAvailable means that this thread cannot have the hardware counters.
var ErrNotAvailable = errors.New("hardware counters are not available")

// busy is why a group that could be opened does not count.
const busy = "somebody else uses them (sysctl kernel.nmi_watchdog=0, end perf), or this CPU is of another kind than CPU 0"

const (
	noUnit  = "the kernel found no performance monitoring unit; in a virtual machine the host has to offer one"
	noRight = "not permitted: sysctl kernel.perf_event_paranoid=1, or run with CAP_PERFMON; " +
		"in a container its seccomp profile must allow perf_event_open"
)

// reasons say why perf_event_open(2) fails, and what can be done about it.
var reasons = map[unix.Errno]string{
	unix.ENOENT:     noUnit,
	unix.ENODEV:     noUnit,
	unix.EOPNOTSUPP: noUnit,
	unix.ENOSYS:     "this kernel was built without CONFIG_PERF_EVENTS",
	unix.EACCES:     noRight,
	unix.EPERM:      noRight,
	unix.EBUSY:      busy,
}

// explain makes an error of perf_event_open(2) one for a person. The same
// number means something else for the leader of a group and for those after it.
func explain(err error, leader bool) error {
	var errno unix.Errno
	if !errors.As(err, &errno) {
		return err
	}
	reason := reasons[errno]
	if errno == unix.EINVAL {
		reason = "this processor cannot count four events at once"
		if leader {
			reason = "this processor cannot count user space without the kernel"
		}
	}
	if reason == "" {
		return fmt.Errorf("open the hardware counters: %w", err)
	}
	return notAvailable(reason)
}

func notAvailable(reason string) error {
	return fmt.Errorf("%w: %s", ErrNotAvailable, reason)
}
