package tracefs

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// detached makes a mount of tracefs that is in nobody's tree: a descriptor,
// which takes the mount with it.
//
// Requires Linux 5.2 (93766fbd2696 "vfs: syscall: Add fsmount()").
func detached() (*os.Root, error) {
	config, err := unix.Fsopen("tracefs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("open the file system: %w", err)
	}
	defer unix.Close(config)
	if err := unix.FsconfigCreate(config); err != nil {
		return nil, fmt.Errorf("make the file system: %w", err)
	}
	mount, err := unix.Fsmount(config, unix.FSMOUNT_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("mount the file system: %w", err)
	}
	defer unix.Close(mount) // the root has a descriptor of its own
	return os.OpenRoot(fmt.Sprintf("/proc/self/fd/%d", mount))
}
