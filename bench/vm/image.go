package vm

import (
	"bytes"
	"debug/elf"
	"fmt"
	"io"
	"os"
)

// Bounds on what an image may ask for; the largest distribution kernels are
// about 40 MB, and 80 MB uncompressed.
const (
	maxImage   = 256 << 20
	maxVmlinux = 1 << 30
)

// readImage reads a kernel image of a size that a kernel can have.
func readImage(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read kernel image: %w", err)
	}
	defer f.Close()
	image, err := io.ReadAll(io.LimitReader(f, maxImage+1))
	if err != nil {
		return nil, fmt.Errorf("read kernel image: %w", err)
	}
	if len(image) > maxImage {
		return nil, fmt.Errorf("%s %w: it is larger than %d MiB (if it is a vmlinux: strip -g makes it smaller)", path, ErrNotKernel, maxImage>>20)
	}
	return image, nil
}

// architectureOf finds out for what an image was built; nil if that cannot be
// told.
func architectureOf(image []byte) *architecture {
	f, err := elf.NewFile(bytes.NewReader(image))
	for _, a := range architectures {
		if err == nil && f.Machine == a.machine || err != nil && a.magic(image) {
			return a
		}
	}
	return nil
}

// kernelFor returns what QEMU boots of an image.
func (a *architecture) kernelFor(image []byte) ([]byte, error) {
	if is := architectureOf(image); is != nil && is != a {
		return nil, fmt.Errorf("%w for %s: it is one for %s (--arch %s)", ErrNotKernel, a.name, is.name, is.name)
	}
	kernel, err := a.bootable(image)
	if err != nil {
		return nil, fmt.Errorf("%w, for %s", err, a.name)
	}
	return kernel, nil
}
