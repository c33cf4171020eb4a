package workloads

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// TaskRename writes a name to /proc/thread-self/comm, as test_overhead did.
//
// All attach types hook the same place: __set_task_comm() starts with its
// tracepoint. The function takes task_lock up to Linux 6.12 and not in newer
// trees, so the cost of base differs by version; it is out of line on 5.10 to
// 7.3. Its tracepoint lacked the field pid between a6115cceb1dd and
// a6f22e50c7d5.
var TaskRename = Workload{
	Name:    "task_rename",
	Summary: "write(2) of a name to /proc/thread-self/comm",
	Hook: Hook{
		Function:      "__set_task_comm",
		Tracepoint:    "task:task_rename",
		RawTracepoint: "task_rename",
		Place:         "the same place: the start of __set_task_comm()",
		Gone:          "the old name, which is overwritten by then",
	},
	Spec: bpf.LoadTaskRename,
	Open: openTaskRename,
}

// taskRenameRecord is struct record of task_rename.c.
type taskRenameRecord struct {
	PID         uint32
	OldComm     [16]byte
	NewComm     [16]byte
	OOMScoreAdj int16
	_           uint16
}

func openTaskRename() (*Drive, error) {
	fd, err := unix.Open("/proc/thread-self/comm", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open /proc/thread-self/comm: %w", err)
	}
	name := []byte("test\n")
	call := Call{Number: unix.SYS_WRITE, Want: uintptr(len(name))}
	call.Args = [6]uintptr{uintptr(fd), call.pointer(name), uintptr(len(name))}
	return &Drive{
		Call:        &call,
		EventsPerOp: 1,
		Prepare:     func() ([]byte, error) { return prepareTaskRename(name) },
		Close:       func() error { return unix.Close(fd) },
	}, nil
}

// prepareTaskRename gives the thread another name, so that the next operation
// shows that old and new name are not mixed up.
func prepareTaskRename(name []byte) ([]byte, error) {
	const before = "probecost-old"
	record := taskRenameRecord{PID: uint32(unix.Gettid())}
	copy(record.OldComm[:], before)
	copy(record.NewComm[:], name)
	adj, err := oomScoreAdj()
	if err != nil {
		return nil, err
	}
	record.OOMScoreAdj = adj

	// A name of another length first clears what is behind the old one.
	for _, comm := range []string{strings.Repeat("x", 15), before} {
		b, err := unix.ByteSliceFromString(comm)
		if err != nil {
			return nil, err
		}
		if err := unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&b[0])), 0, 0, 0); err != nil {
			return nil, fmt.Errorf("prctl PR_SET_NAME: %w", err)
		}
	}
	return binary.Append(nil, binary.NativeEndian, record)
}

// oomScoreAdj reads /proc/thread-self/oom_score_adj, -1000 to 1000. It makes
// bare system calls because the thread may have a file table of its own, in
// which the runtime's poller is not.
func oomScoreAdj() (int16, error) {
	const name = "/proc/thread-self/oom_score_adj"
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", name, err)
	}
	defer unix.Close(fd)
	var text [16]byte
	n, err := unix.Read(fd, text[:])
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", name, err)
	}
	adj, err := strconv.ParseInt(strings.TrimSpace(string(text[:n])), 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return int16(adj), nil
}
