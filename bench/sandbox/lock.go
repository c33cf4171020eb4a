package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// lockName is a name for sockets that is in no file system, so that nothing
// can be put in its place beforehand, and it is free again when its owner
// ends, however that happens.
const lockName = "@probecost"

// Lock makes sure that one process at a time measures this kernel: two would
// find each other's programs on their hooks. While another one does, it calls
// waiting once and waits. The lock is held until it is closed.
func Lock(ctx context.Context, waiting func()) (io.Closer, error) {
	for {
		l, err := net.Listen("unix", lockName)
		if err == nil {
			return l, nil
		}
		if !errors.Is(err, unix.EADDRINUSE) {
			return nil, fmt.Errorf("make sure that no other probecost measures: %w", err)
		}
		if waiting != nil {
			waiting()
			waiting = nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
