// Package tracefs reads the kernel's description of its tracepoints.
package tracefs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Paths are the places where tracefs is looked for, in this order.
var Paths = []string{"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}

// ErrNotMounted means that tracefs is not mounted at any of [Paths].
var ErrNotMounted = errors.New("tracefs is not mounted: mount -t tracefs tracefs /sys/kernel/tracing")

// Open returns the tracefs that is mounted at one of [Paths]. The error is
// [ErrNotMounted], or says that it may not be read.
func Open() (fs.FS, error) {
	for _, path := range Paths {
		_, err := os.Stat(path + "/events")
		if err == nil {
			return os.DirFS(path), nil
		}
		if errors.Is(err, fs.ErrPermission) {
			return nil, fmt.Errorf("%w (only root may read tracefs)", err)
		}
	}
	return nil, ErrNotMounted
}

// Reach returns the tracefs that is mounted, or one that is mounted nowhere and
// goes with the closer: for root, if there is none.
func Reach() (fs.FS, io.Closer, error) {
	fsys, err := Open()
	if err == nil {
		return fsys, io.NopCloser(nil), nil
	}
	if os.Geteuid() != 0 || !errors.Is(err, ErrNotMounted) {
		return nil, nil, err
	}
	root, mountErr := detached()
	if mountErr != nil {
		return nil, nil, fmt.Errorf("%w (mounting it failed: %w)", err, mountErr)
	}
	return root.FS(), root, nil
}
