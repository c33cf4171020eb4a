package workloads

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// Fchmodat changes the mode of a file: the worked example of how to watch one
// system call from a raw tracepoint. Raw tracepoints know no
// sys_enter_fchmodat; sys_enter stands for all system calls. Its arguments are
// those of TP_PROTO(struct pt_regs *regs, long id): id is compared with the
// number of fchmodat (268 on x86-64, 53 on arm64), and regs holds the call's
// own arguments (int dirfd, const char *pathname, mode_t mode), of which the
// second is an address in user memory.
//
// The attach types hook the same three places as for [UrandomRead].
//
// The file is on tmpfs and keeps its mode: on a journaled filesystem each call
// would dirty the inode.
var Fchmodat = Workload{
	Name:    "fchmodat",
	Summary: "fchmodat(2) of a file on tmpfs",
	Hook:    syscallHook("fchmodat"),
	Spec:    bpf.LoadFchmodat,
	Open:    openFchmodat,
}

// fchmodatRecord is struct record of fchmodat.c.
type fchmodatRecord struct {
	Path [64]byte
	Mode uint32
}

// tmpfs is a folder that is a tmpfs on any Linux system.
const tmpfs = "/dev/shm"

const fchmodatMode = 0o640

func openFchmodat() (*Drive, error) {
	path := fmt.Sprintf("%s/probecost-%d", tmpfs, unix.Gettid())
	fd, err := createFile(path)
	if err != nil {
		return nil, err
	}
	var record fchmodatRecord
	copy(record.Path[:], path)
	record.Mode = fchmodatMode
	cpath, err := unix.ByteSliceFromString(path)
	if err != nil {
		return nil, err
	}
	dirfd := unix.AT_FDCWD
	call := Call{Number: unix.SYS_FCHMODAT}
	call.Args = [6]uintptr{uintptr(dirfd), call.pointer(cpath), fchmodatMode}
	return &Drive{
		Call:        &call,
		EventsPerOp: 1,
		Prepare:     func() ([]byte, error) { return binary.Append(nil, binary.NativeEndian, record) },
		Close:       func() error { return errors.Join(unix.Close(fd), unix.Unlink(path)) },
	}, nil
}

// createFile makes a file that was not there, so that nobody can put a link
// in its place.
func createFile(path string) (fd int, err error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(tmpfs, &fs); err != nil {
		return -1, fmt.Errorf("%s: %w", tmpfs, err)
	}
	if fs.Type != unix.TMPFS_MAGIC {
		return -1, fmt.Errorf("%s is not a tmpfs: mount -t tmpfs tmpfs %s", tmpfs, tmpfs)
	}
	fd, err = unix.Open(path, unix.O_CREAT|unix.O_EXCL|unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW, fchmodatMode)
	if err != nil {
		return -1, fmt.Errorf("create %s: %w", path, err)
	}
	return fd, nil
}
