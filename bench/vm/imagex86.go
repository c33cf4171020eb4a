package vm

import (
	"encoding/binary"
	"fmt"
)

// Fields of the boot sector of a bzImage. Source: Documentation/arch/x86/boot.rst
// in the kernel tree.
const (
	offSetupSects    = 0x1f1 // 1 byte, 512-byte sectors after the first one
	offSysSize       = 0x1f4 // 4 bytes, size after the setup in 16-byte units
	offBootFlag      = 0x1fe // 2 bytes, 0xaa55
	offMagic         = 0x202 // "HdrS"
	offVersion       = 0x206 // 2 bytes, of the boot protocol
	offPayload       = 0x248 // 4 bytes, from the end of the setup
	offPayloadLength = 0x24c // 4 bytes
	endHeader        = 0x250

	sector         = 512
	bootFlag       = 0xaa55
	payloadVersion = 0x208 // first protocol version that locates the payload
)

// x86Kernel returns the vmlinux that is inside the image, or the image itself.
func x86Kernel(image []byte) ([]byte, error) {
	kernel, err := vmlinux(image)
	if kernel == nil && err == nil {
		return image, nil
	}
	return kernel, err
}

// isX86Image says whether image starts as a bzImage does.
func isX86Image(image []byte) bool {
	return len(image) >= endHeader && binary.LittleEndian.Uint16(image[offBootFlag:]) == bootFlag &&
		string(image[offMagic:offMagic+4]) == "HdrS"
}

// vmlinux returns the uncompressed kernel that QEMU can boot at its PVH entry,
// which is faster than letting the guest uncompress itself. It is nil if image
// is a sound one without that, which has to be booted as it is.
func vmlinux(image []byte) ([]byte, error) {
	if isELF(image) {
		return bareKernel(image)
	}
	compressed, size, err := payload(image)
	if err != nil || compressed == nil {
		return nil, err
	}
	how := compressionOf(compressed)
	if how == nil {
		return nil, nil
	}
	kernel, err := how.kernel(compressed, size)
	if err != nil {
		return nil, err
	}
	if ok, err := hasPVH(kernel); err != nil || !ok {
		return nil, err
	}
	return kernel, nil
}

// bareKernel checks an image that is uncompressed as it is.
func bareKernel(image []byte) ([]byte, error) {
	ok, err := hasPVH(image)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("is a vmlinux without a PVH entry (CONFIG_PVH), which QEMU cannot boot: use the bzImage (arch/x86/boot/bzImage) of the same build")
	}
	return image, nil
}

// payload returns the compressed kernel in a bzImage, and its size when
// uncompressed. It is nil for an image so old that it does not say where it is.
func payload(image []byte) (compressed []byte, size uint32, err error) {
	if err := checkBootSector(image); err != nil {
		return nil, 0, err
	}
	if binary.LittleEndian.Uint16(image[offVersion:]) < payloadVersion {
		return nil, 0, nil
	}
	start := setupSize(image) + uint64(binary.LittleEndian.Uint32(image[offPayload:]))
	length := uint64(binary.LittleEndian.Uint32(image[offPayloadLength:]))
	if start+length > uint64(len(image)) {
		return nil, 0, fmt.Errorf("%w (it holds %d bytes, its payload ends at %d)", ErrTruncated, len(image), start+length)
	}
	if length < 4 {
		return nil, 0, fmt.Errorf("%w: its payload is %d bytes", ErrNotKernel, length)
	}
	compressed = image[start : start+length]
	size = binary.LittleEndian.Uint32(compressed[length-4:])
	return compressed, size, nil
}

// checkBootSector says whether image starts as a bzImage does and is as long
// as it says.
func checkBootSector(image []byte) error {
	if len(image) < endHeader {
		return fmt.Errorf("%w: it holds only %d bytes", ErrNotKernel, len(image))
	}
	if !isX86Image(image) {
		return ErrNotKernel
	}
	want := setupSize(image) + 16*uint64(binary.LittleEndian.Uint32(image[offSysSize:]))
	if want > uint64(len(image)) {
		return fmt.Errorf("%w (it holds %d bytes of %d)", ErrTruncated, len(image), want)
	}
	return nil
}

// setupSize is the size of the real-mode part, which comes first.
func setupSize(image []byte) uint64 {
	sectors := uint64(image[offSetupSects])
	if sectors == 0 {
		sectors = 4 // what a zero stands for, for reasons of age
	}
	return (sectors + 1) * sector
}
