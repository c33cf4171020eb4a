package vm

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// openSerial opens a serial port so that bytes pass as they are. It is a plain
// descriptor, not an os.File, which would make it non-blocking, and so for the
// command as well.
func openSerial(path string) (int, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("open %s (does this kernel have CONFIG_SERIAL_8250 with 4 ports, and CONFIG_SERIAL_8250_PCI?): %w", path, err)
	}
	// No processing in either direction, no echo, no modem lines. The speed
	// is nothing to QEMU; the kernel derives from it how long to wait.
	raw := &unix.Termios{
		Iflag: unix.IGNBRK | unix.IGNPAR,
		Cflag: unix.CS8 | unix.CREAD | unix.CLOCAL | unix.B115200,
	}
	raw.Cc[unix.VMIN] = 1
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, raw); err != nil {
		return 0, fmt.Errorf("set %s raw: %w", path, err)
	}
	return fd, nil
}

// drain waits until all that was written to a port has left it; this is what
// tcdrain(3) does.
func drain(fd int) error {
	for {
		if err := unix.IoctlSetInt(fd, unix.TCSBRK, 1); err != unix.EINTR {
			return err
		}
	}
}
