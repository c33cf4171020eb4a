package foreign

import (
	"fmt"
	"io/fs"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// descriptors asks about the file descriptors of all processes that /proc
// shows. That finds programs on perf events, with or without a link, on any
// kernel, and who has them.
func (s *search) descriptors() {
	files, err := fs.Glob(s.root, "proc/[0-9]*/fd/*")
	if err != nil {
		return
	}
	for _, file := range files {
		target, err := fs.ReadLink(s.root, file)
		if err != nil || !strings.HasPrefix(target, "anon_inode:") ||
			!strings.Contains(target, "perf_event") && !strings.Contains(target, "bpf") {
			continue
		}
		part := strings.Split(file, "/")
		process, err1 := strconv.Atoi(part[1])
		descriptor, err2 := strconv.Atoi(part[3])
		if err1 != nil || err2 != nil {
			continue
		}
		if a, err := ask(process, descriptor); err == nil {
			s.told[a.id] = true
			s.add(a.id, a.place(s.places), process)
		}
	}
}

// answer is what the kernel says of a descriptor.
type answer struct {
	id   ebpf.ProgramID
	kind uint32
	name string // of a tracepoint or function
}

func (a answer) place(p places) string {
	switch a.kind {
	case unix.BPF_FD_TYPE_RAW_TRACEPOINT, unix.BPF_FD_TYPE_TRACEPOINT:
		return p.tracepoint(a.name)
	case unix.BPF_FD_TYPE_KPROBE, unix.BPF_FD_TYPE_KRETPROBE:
		return p.function(a.name)
	}
	return ""
}

// question is the member task_fd_query of union bpf_attr: include/uapi/linux/bpf.h.
type question struct {
	process, descriptor, flags, length uint32
	name                               uint64 // address of so many bytes
	program, kind                      uint32
	offset, address                    uint64
}

// ask asks which program is behind a descriptor, and on what; an error if
// there is none.
//
// Requires Linux 4.18 (41bdc4b40ed6 "bpf: introduce bpf subcommand
// BPF_TASK_FD_QUERY").
func ask(process, descriptor int) (a answer, err error) {
	var name [256]byte
	var pins runtime.Pinner
	pins.Pin(&name)
	defer pins.Unpin()
	q := question{
		process: uint32(process), descriptor: uint32(descriptor),
		length: uint32(len(name)), name: uint64(uintptr(unsafe.Pointer(&name))),
	}
	_, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_TASK_FD_QUERY, uintptr(unsafe.Pointer(&q)), unsafe.Sizeof(q))
	if errno != 0 {
		return a, fmt.Errorf("ask about descriptor %d of process %d: %w", descriptor, process, errno)
	}
	return answer{ebpf.ProgramID(q.program), q.kind, unix.ByteSliceToString(name[:])}, nil
}
