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
// waiting once, with that process, and waits. The lock is held until it is
// closed. The process is 0 if it cannot be told, as from another container.
func Lock(ctx context.Context, waiting func(process int)) (io.Closer, error) {
	for {
		l, err := net.Listen("unix", lockName)
		if err == nil {
			return l, nil
		}
		if !errors.Is(err, unix.EADDRINUSE) {
			return nil, fmt.Errorf("make sure that no other probecost measures: %w", err)
		}
		if waiting != nil {
			waiting(holder()) // to ask leaves something behind in its socket
			waiting = nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// holder is the process that has the lock, 0 if that cannot be told.
func holder() int {
	conn, err := net.Dial("unix", lockName)
	if err != nil {
		return 0
	}
	defer conn.Close()
	raw, err := conn.(*net.UnixConn).SyscallConn()
	if err != nil {
		return 0
	}
	process := 0
	_ = raw.Control(func(fd uintptr) {
		if peer, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			process = int(peer.Pid)
		}
	})
	return process
}
