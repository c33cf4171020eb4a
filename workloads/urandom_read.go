package workloads

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// UrandomRead reads 4 bytes from /dev/urandom, as test_overhead did.
//
// The event is the entry of read(2), which each attach type knows in another
// place. kprobe and fentry are on the read system call's own function. The
// tracepoint and the raw tracepoint are in the system call entry code, before
// that function is looked up; the raw one, sys_enter, stands for all system
// calls, so that fields has to compare the number.
//
// The tracepoint random:urandom_read that test_overhead used is gone since
// Linux 5.18 (14c174633f34) and the stable kernels of that time, and carried
// neither file descriptor nor count.
var UrandomRead = Workload{
	Name:    "urandom_read",
	Summary: "read(2) of 4 bytes from /dev/urandom",
	Hook:    syscallHook("read"),
	Spec:    bpf.LoadUrandomRead,
	Open:    openUrandomRead,
}

// urandomReadRecord is struct record of urandom_read.c.
type urandomReadRecord struct {
	FD    uint64
	Count uint64
}

func openUrandomRead() (*Drive, error) {
	fd, err := unix.Open("/dev/urandom", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open /dev/urandom: %w", err)
	}
	buffer := make([]byte, 4)
	record := urandomReadRecord{FD: uint64(fd), Count: uint64(len(buffer))}
	call := Call{Number: unix.SYS_READ, Want: uintptr(len(buffer))}
	call.Args = [6]uintptr{uintptr(fd), call.pointer(buffer), uintptr(len(buffer))}
	return &Drive{
		Call:        &call,
		EventsPerOp: 1,
		Prepare:     func() ([]byte, error) { return binary.Append(nil, binary.NativeEndian, record) },
		Close:       func() error { return unix.Close(fd) },
	}, nil
}
