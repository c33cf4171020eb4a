package vm

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrNoQEMU says that there is no emulator to boot a guest in.
	ErrNoQEMU = errors.New(emulator + " is not installed: apt-get install --no-install-recommends qemu-system-x86")
	// ErrNotKernel says that a file is something other than a kernel image.
	ErrNotKernel = errors.New("is not a Linux kernel image for x86-64")
	// ErrTruncated says that a kernel image is shorter than it says itself.
	ErrTruncated = errors.New("is truncated: fetch or build it again")
	// ErrNotStatic says that the program cannot run in the guest, which
	// has no libraries.
	ErrNotStatic = errors.New("is not a static Linux binary for x86-64: build it with CGO_ENABLED=0 GOOS=linux GOARCH=amd64")

	// ErrHang says that the guest was silent for too long.
	ErrHang = errors.New("the guest hangs")
	// ErrPanic says that the guest ended before the command did.
	ErrPanic = errors.New("the guest ended without an exit status of the command, as after a kernel panic")
	// ErrSetup says that the guest booted and could not start the command.
	ErrSetup = errors.New("the guest could not start the command")
)

// A GuestError is a guest that did not bring back an exit status.
type GuestError struct {
	Err     error    // [ErrHang], [ErrPanic], or wraps [ErrSetup]
	Kernel  string   // path of the image
	Advice  string   // what to try, or ""
	Console []string // the last lines of the guest's console
}

func (e *GuestError) Unwrap() error { return e.Err }

func (e *GuestError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "boot %s: %v", e.Kernel, e.Err)
	if e.Advice != "" {
		fmt.Fprintf(&b, "; %s", e.Advice)
	}
	if len(e.Console) == 0 {
		b.WriteString("\nthe guest's console is empty: is this kernel built with CONFIG_SERIAL_8250_CONSOLE and CONFIG_BLK_DEV_INITRD?")
		return b.String()
	}
	b.WriteString("\nthe last lines of the guest's console:")
	for _, line := range e.Console {
		b.WriteString("\n\t" + line)
	}
	return b.String()
}
