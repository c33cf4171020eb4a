package doctor

import (
	"os"

	"golang.org/x/sys/unix"
)

// Process is what bears on a measurement of the process that makes it.
type Process struct {
	Root   bool   // its user is root
	Memory uint64 // bytes that it may lock
	Folder string // where recordings are to go
	Free   uint64 // bytes that are free there; 0 if that is not known
}

// ThisProcess describes this process, and the folder in which a run would make
// its own.
func ThisProcess(folder string) Process {
	p := Process{Root: os.Geteuid() == 0, Folder: folder}
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_MEMLOCK, &limit) == nil {
		p.Memory = limit.Cur
	}
	var at unix.Statfs_t
	if unix.Statfs(folder, &at) == nil {
		p.Free = at.Bavail * uint64(at.Bsize)
	}
	return p
}
