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
// A guest that does not bring one back is a [GuestError]. QEMU is
// qemu-system-x86_64, or what PROBECOST_QEMU names, and ends at the latest when
// this process does. Kernel, program and output lie in the folder for temporary
// files until then: about 100 MB.
func Run(ctx context.Context, c Config) (status int, err error) {
	c, err = c.complete()
	if err != nil {
		return 0, err
	}
	qemu, err := FindQEMU()
	if err != nil {
		return 0, err
	}
	dir, err := newTempDir()
	if err != nil {
		return 0, err
	}
	defer dir.remove()
	if err := prepare(dir.Name(), c); err != nil {
		return 0, err
	}
	g, err := newGuest(dir.Name(), c)
	if err != nil {
		return 0, err
	}
	defer g.close()
	return g.run(ctx, qemu)
}

// prepare puts what QEMU boots into dir.
func prepare(dir string, c Config) error {
	if err := writeKernel(filepath.Join(dir, fileKernel), c.Kernel); err != nil {
		return err
	}
	return writeInitrd(filepath.Join(dir, fileInitrd), c)
}

// writeKernel makes file the kernel that QEMU boots fastest: the vmlinux that
// is inside the image, or the image itself.
func writeKernel(file, image string) error {
	b, err := readImage(image)
	if err != nil {
		return err
	}
	kernel, err := vmlinux(b)
	if err != nil {
		return fmt.Errorf("kernel image %s %w", image, err)
	}
	if kernel == nil {
		kernel = b
	}
	if err := os.WriteFile(file, kernel, 0o600); err != nil {
		return fmt.Errorf("write the kernel for the guest: %w", err)
	}
	return nil
}
