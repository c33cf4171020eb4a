package workloads

import (
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// Bystander makes a system call that is not the hook's: what a probe on
// read(2) costs all the others. A tracepoint of syscalls:* puts every task of
// the system on the slow way through the system call entry code, and a program
// on the raw sys_enter runs for each call.
//
// The call is getppid(2): no argument, no user memory, no descriptor, no lock,
// and it is neither in the vDSO nor remembered by a library. What it adds to
// the bare way into the kernel and back is a few instructions, so that the
// cost shows against the smallest base there is.
var Bystander = Workload{
	Name:    "bystander",
	Summary: "getppid(2), with the probe on read(2)",
	Extra:   true,
	Hook:    syscallHook("read"),
	Spec:    bpf.LoadUrandomRead,
	Open:    openBystander,
}

func openBystander() (*Drive, error) {
	return &Drive{
		Call:        &Call{Number: unix.SYS_GETPPID, Want: uintptr(unix.Getppid())},
		EventsPerOp: 1,
		Silent:      true,
		Prepare:     func() ([]byte, error) { return nil, nil },
		Close:       func() error { return nil },
	}, nil
}
