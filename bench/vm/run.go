package vm

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Run boots the guest, runs the command in it, and returns the exit status of
// the command: 128+n if signal n ended it.
//
// A guest that does not bring one back is a [GuestError]. QEMU is that of the
// guest's architecture, or what PROBECOST_QEMU_AMD64 and PROBECOST_QEMU_ARM64
// name, and ends at the latest when this process does. Kernel, program and output lie in the folder for temporary
// files until then: about 100 MB.
func Run(ctx context.Context, c Config) (status int, err error) {
	c, err = c.complete()
	if err != nil {
		return 0, err
	}
	a, err := c.architecture()
	if err != nil {
		return 0, err
	}
	qemu, err := a.findQEMU()
	if err != nil {
		return 0, err
	}
	dir, err := newTempDir()
	if err != nil {
		return 0, err
	}
	defer dir.remove()
	if err := prepare(dir.Name(), a, c); err != nil {
		return 0, err
	}
	g, err := newGuest(dir.Name(), c)
	if err != nil {
		return 0, err
	}
	defer g.close()
	return g.run(ctx, qemu, a.flags(c.Deterministic))
}

// prepare puts what QEMU boots into dir.
func prepare(dir string, a *architecture, c Config) error {
	if err := a.writeKernel(filepath.Join(dir, fileKernel), c.Kernel); err != nil {
		return err
	}
	return writeInitrd(filepath.Join(dir, fileInitrd), a, c)
}

// writeKernel makes file the kernel that QEMU boots.
func (a *architecture) writeKernel(file, image string) error {
	b, err := readImage(image)
	if err != nil {
		return err
	}
	kernel, err := a.kernelFor(b)
	if err != nil {
		return fmt.Errorf("kernel image %s %w", image, err)
	}
	if err := os.WriteFile(file, kernel, 0o600); err != nil {
		return fmt.Errorf("write the kernel for the guest: %w", err)
	}
	return nil
}
