package vm

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrNoQEMU says that there is no emulator to boot a guest in.
	ErrNoQEMU = errors.New("is not installed")
	// ErrNotKernel says that a file is something other than a kernel image.
	ErrNotKernel = errors.New("is not a Linux kernel image")
	// ErrTruncated says that a kernel image is shorter than it says itself.
	ErrTruncated = errors.New("is truncated: fetch or build it again")
	// ErrNotStatic says that the program cannot run in the guest, which
	// has no libraries.
	ErrNotStatic = errors.New("is not a static Linux binary")

	// ErrNoProgram says that this program is not there for the guest's
	// architecture.
	ErrNoProgram = errors.New("is not built")

	// ErrHang says that the guest was silent for too long.
	ErrHang = errors.New("it hangs")
	// ErrPanic says that the guest ended before the command did.
	ErrPanic = errors.New("it ended without an exit status of the command, as after a kernel panic")
	// ErrSetup says that the guest booted and could not start the command.
	ErrSetup = errors.New("it could not start the command")
)

// A GuestError is a guest that did not bring back an exit status.
type GuestError struct {
	Err     error    // is or wraps one of the errors above
	Kernel  string   // path of the image
	Console []string // what the guest's console showed last
}

func (e *GuestError) Unwrap() error { return e.Err }

func (e *GuestError) Error() string {
	console := "; its console showed last:\n\t" + strings.Join(e.Console, "\n\t")
	if len(e.Console) == 0 {
		console = "; its console is empty: is this kernel built with CONFIG_SERIAL_8250_CONSOLE and CONFIG_BLK_DEV_INITRD? "
	}
	return fmt.Sprintf("guest on %s: %v%s", e.Kernel, e.Err, console)
}
