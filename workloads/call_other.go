//go:build !amd64 && !arm64

package workloads

import "golang.org/x/sys/unix"

func repeat(c *Call, n uintptr) (done, result uintptr) {
	for ; done < n; done++ {
		r, _, errno := unix.RawSyscall6(c.Number, c.Args[0], c.Args[1], c.Args[2], c.Args[3], c.Args[4], c.Args[5])
		if errno != 0 {
			return done, -uintptr(errno)
		}
		if result = r; r != c.Want {
			break
		}
	}
	return done, result
}
