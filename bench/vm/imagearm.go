package vm

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Fields of an arm64 Image. Source: Documentation/arch/arm64/booting.rst in the
// kernel tree.
const (
	offArmMagic = 0x38
	armMagic    = "ARM\x64"
	endArm      = 0x40
)

// Fields of an image that uncompresses itself under EFI (CONFIG_EFI_ZBOOT).
// Source: drivers/firmware/efi/libstub/zboot-header.S.
const (
	offZimg        = 4 // "zimg", after "MZ"
	offZimgPayload = 8
	offZimgLength  = 12 // of the payload, without its size unless that is gzip
	offPE          = 0x3c
	machineARM64   = 0xaa64 // IMAGE_FILE_MACHINE_ARM64, after "PE\0\0"
)

// isArmImage says whether image starts as one of the three kinds that
// distributions have: plain, compressed as a whole, or for EFI.
func isArmImage(image []byte) bool {
	if how := compressionOf(image); how != nil {
		start, err := how.expand(image, endArm)
		return err == nil && isPlain(start)
	}
	return isPlain(image) || isZimg(image)
}

func isPlain(image []byte) bool {
	return len(image) >= endArm && string(image[offArmMagic:endArm-4]) == armMagic
}

func isZimg(image []byte) bool {
	if len(image) < endArm || !bytes.HasPrefix(image, []byte("MZ")) || string(image[offZimg:offZimgPayload]) != "zimg" {
		return false
	}
	pe := uint64(binary.LittleEndian.Uint32(image[offPE:]))
	return pe+6 <= uint64(len(image)) && string(image[pe:pe+4]) == "PE\x00\x00" &&
		binary.LittleEndian.Uint16(image[pe+4:]) == machineARM64
}

// armImage returns the plain Image, which is all that QEMU has known to boot
// from its first version on.
func armImage(image []byte) ([]byte, error) {
	switch {
	case isPlain(image):
		return image, nil
	case isELF(image):
		return nil, fmt.Errorf("is a vmlinux, which QEMU cannot boot: use arch/arm64/boot/Image of the same build")
	case isZimg(image):
		return fromZimg(image)
	case compressionOf(image) != nil:
		return uncompressed(image)
	}
	return nil, ErrNotKernel
}

func fromZimg(image []byte) ([]byte, error) {
	start := uint64(binary.LittleEndian.Uint32(image[offZimgPayload:]))
	end := start + uint64(binary.LittleEndian.Uint32(image[offZimgLength:]))
	if end+4 > uint64(len(image)) {
		return nil, fmt.Errorf("%w (it holds %d bytes, its payload ends at %d)", ErrTruncated, len(image), end+4)
	}
	if how := compressionOf(image[start:]); how == nil {
		return nil, fmt.Errorf("is compressed in a way that is not known here: use arch/arm64/boot/Image of the same build")
	} else if how.name != "gzip" {
		end += 4 // the size, which gzip has in its own last four bytes
	}
	return uncompressed(image[start:end])
}

// uncompressed is the Image in a payload that ends with its size.
func uncompressed(payload []byte) ([]byte, error) {
	if len(payload) < 4 {
		return nil, fmt.Errorf("%w: its payload is %d bytes", ErrNotKernel, len(payload))
	}
	kernel, err := compressionOf(payload).kernel(payload, binary.LittleEndian.Uint32(payload[len(payload)-4:]))
	if err == nil && !isPlain(kernel) {
		err = fmt.Errorf("%w: what is compressed in it is none", ErrNotKernel)
	}
	if err != nil {
		return nil, err
	}
	return kernel, nil
}
