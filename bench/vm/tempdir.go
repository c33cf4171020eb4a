package vm

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A tempDir is the folder of one guest: kernel, program, output. A lock on the
// folder itself says that it is in use. A process that is killed loses the lock
// but leaves the folder, some 100 MB, which the next one removes.
type tempDir struct{ *os.File }

const tempPrefix = "probecost-vm-"

// newTempDir makes a folder, and removes those that nobody uses any more.
func newTempDir() (*tempDir, error) {
	sweep(os.TempDir())
	path, err := os.MkdirTemp("", tempPrefix)
	if err != nil {
		return nil, fmt.Errorf("make a folder for the guest: %w", err)
	}
	dir, err := lockDir(path)
	if err != nil {
		_ = os.RemoveAll(path)
		return nil, fmt.Errorf("make a folder for the guest: %w", err)
	}
	return dir, nil
}

// lockDir locks a folder; it fails at once if another process has.
func lockDir(path string) (*tempDir, error) {
	f, err := os.OpenFile(path, unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return &tempDir{f}, nil
}

// remove removes the folder and all in it.
func (d *tempDir) remove() {
	_ = os.RemoveAll(d.Name())
	_ = d.Close()
}

// sweep removes the folders of guests whose process is gone. Another one may
// have just made its own and not locked it yet: those are empty, and stay.
func sweep(parent string) {
	paths, _ := filepath.Glob(filepath.Join(parent, tempPrefix+"*")) // a fixed pattern
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil || len(entries) == 0 {
			continue
		}
		if dir, err := lockDir(path); err == nil {
			dir.remove()
		}
	}
}
