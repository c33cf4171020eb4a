package workloads

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// BPFTrigger calls a kernel function that does nothing but its tracepoint. One
// operation is one run of a BPF program, by bpf(2), in which a loop makes the
// calls: no system call, no work and no other code lies between two events.
//
// All attach types hook the same place: bpf_modify_return_test_tp() starts
// with its tracepoint.
//
// It is what other workloads are checked against, and puts a tracepoint before
// a kprobe where task_rename puts it behind. That is the event's record, which
// the kernel fills in for a tracepoint and for nothing else: here one number,
// there two names. By instructions on Linux 6.12, raw_tracepoint takes 82 here
// and 86 there, kprobe 358 and 361, tracepoint 288 and 407: filling in the
// record takes 115 more, of which 86 are strnlen() and strscpy() going over the
// new name byte by byte (perf_trace_task_rename() by hand: 34 and 52), and 29
// the other fields. It is 122 on 6.18, and 124 on 7.3.
//
// Requires Linux 6.10 (3124591f6861 "bpf: add bpf_modify_return_test_tp()
// kfunc triggering tracepoint").
var BPFTrigger = Workload{
	Name:    "bpf_trigger",
	Summary: "bpf(2) that runs a program, which calls a function that does nothing, 100 times",
	Extra:   true,
	Hook: Hook{
		Function:      triggerFunction,
		Tracepoint:    "bpf_test_run:bpf_trigger_tp",
		RawTracepoint: "bpf_trigger_tp",
		Place:         "the same place: the start of bpf_modify_return_test_tp()",
	},
	Spec: bpf.LoadBpfTrigger,
	Open: openBPFTrigger,
}

// bpfTriggerRecord is struct record of bpf_trigger.c.
type bpfTriggerRecord struct {
	Nonce int32
}

const (
	triggerFunction = "bpf_modify_return_test_tp"
	// triggerEvents is EVENTS of bpf_trigger.c. With 100 an operation takes
	// as long as those of the other workloads, 315 ns here: 234 ns for the
	// system call, and 0.8 ns for each event. (With 1000 it is 1000 ns, and
	// a chunk with a probe lasts for milliseconds.)
	triggerEvents = 100
	// testRunAttr is the size of the part of union bpf_attr that
	// BPF_PROG_TEST_RUN knows. It starts with the program's descriptor and
	// the place for its result.
	testRunAttr = 80
)

func openBPFTrigger() (*Drive, error) {
	fd, err := driver()
	if err != nil {
		return nil, err
	}
	attr := make([]byte, testRunAttr)
	binary.NativeEndian.PutUint32(attr, uint32(fd))
	call := Call{Number: unix.SYS_BPF}
	call.Args = [6]uintptr{unix.BPF_PROG_TEST_RUN, call.pointer(attr), uintptr(len(attr))}
	// The nonces count from 0.
	record := bpfTriggerRecord{Nonce: triggerEvents - 1}
	return &Drive{
		Call:        &call,
		EventsPerOp: triggerEvents,
		Prepare:     func() ([]byte, error) { return binary.Append(nil, binary.NativeEndian, record) },
		Close:       func() error { return unix.Close(fd) },
	}, nil
}

// driver returns a descriptor of the program that makes the calls.
//
// Loading a program takes package os, and so the runtime's poller: that is for
// a goroutine on another thread, as this one may have its own file table. The
// program comes over from there by its ID.
func driver() (fd int, err error) {
	type loaded struct {
		id  uint32
		err error
	}
	result, release := make(chan loaded), make(chan struct{})
	defer close(release)
	go func() {
		prog, err := loadDriver()
		if err != nil {
			result <- loaded{err: err}
			return
		}
		defer prog.Close()
		id, err := programID(prog.FD())
		result <- loaded{id, err}
		<-release
	}()
	prog := <-result
	if prog.err != nil {
		return -1, prog.err
	}
	return programFD(prog.id)
}

// loadDriver loads the program that makes the calls.
func loadDriver() (*ebpf.Program, error) {
	if err := hasKernelFunction(triggerFunction); err != nil {
		return nil, err
	}
	spec, err := bpf.LoadBpfTrigger()
	if err != nil {
		return nil, err
	}
	prog, err := ebpf.NewProgram(spec.Programs[bpf.BpfTriggerProgDriver])
	if err != nil {
		return nil, fmt.Errorf("load the program that calls %s: %w", triggerFunction, err)
	}
	return prog, nil
}

// programID asks for the ID of a program by a bare system call. The library
// would read /proc/self/fdinfo too, which is of the process's first thread.
func programID(fd int) (id uint32, err error) {
	var info struct{ kind, id uint32 } // the start of struct bpf_prog_info
	attr := struct {
		fd, size uint32
		info     unsafe.Pointer
	}{uint32(fd), uint32(unsafe.Sizeof(info)), unsafe.Pointer(&info)}
	_, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_OBJ_GET_INFO_BY_FD, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	if errno != 0 {
		return 0, fmt.Errorf("ask for the ID of a program: %w", errno)
	}
	return info.id, nil
}

// programFD returns a new descriptor of a loaded program, by a bare system
// call.
func programFD(id uint32) (fd int, err error) {
	attr := struct{ id, next, flags uint32 }{id: id}
	r, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_GET_FD_BY_ID, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	if errno != 0 {
		return -1, fmt.Errorf("get a descriptor of program %d: %w", id, errno)
	}
	return int(r), nil
}

// hasKernelFunction looks a function up in the kernel's type information. The
// error is [ebpf.ErrNotSupported] if it is not there.
func hasKernelFunction(name string) error {
	kernel, err := btf.LoadKernelSpec()
	if err != nil {
		return fmt.Errorf("look for %s in the kernel's type information (CONFIG_DEBUG_INFO_BTF): %w", name, err)
	}
	var function *btf.Func
	err = kernel.TypeByName(name, &function)
	if errors.Is(err, btf.ErrNotFound) {
		return fmt.Errorf("needs Linux 6.10: this kernel has no %s (%w)", name, ebpf.ErrNotSupported)
	}
	return err
}
