package vm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ulikunitz/xz/lzma"
)

// Of the .xz format, version 1.2.1, https://tukaani.org/xz/xz-file-format.txt
const (
	xzStreamHeader = 12
	xzFilterX86    = 0x04
	xzFilterLZMA2  = 0x21
)

var errXZ = errors.New("malformed block header")

// unxz uncompresses the first block of a stream, which is all that the
// kernel's build makes. The library's own reader of the container does not
// know the filter for x86 code, which the build uses.
func unxz(stream []byte, size uint32) ([]byte, error) {
	if len(stream) <= xzStreamHeader {
		return nil, errXZ
	}
	block := stream[xzStreamHeader:]
	headerSize := (int(block[0]) + 1) * 4
	if block[0] == 0 || headerSize > len(block) {
		return nil, errXZ
	}
	filters, dictionary, err := xzFilters(block[1 : headerSize-4])
	if err != nil {
		return nil, err
	}
	r, err := lzma.Reader2Config{DictCap: dictionary}.NewReader2(bytes.NewReader(block[headerSize:]))
	if err != nil {
		return nil, err
	}
	kernel, err := readExactly(r, size)
	if err == nil && filters == 2 {
		unfilterX86(kernel)
	}
	return kernel, err
}

// xzFilters reads a block header after its size and before its checksum. It
// accepts LZMA2 alone (1) and after the filter for x86 (2).
func xzFilters(header []byte) (filters, dictionary int, err error) {
	flags := header[0]
	filters = int(flags&3) + 1
	r := bytes.NewReader(header[1:])
	for bit := byte(0x40); bit != 0; bit <<= 1 { // the two optional sizes
		if flags&bit != 0 {
			_, _ = binary.ReadUvarint(r) // a failure shows at the next read
		}
	}
	if filters > 2 {
		return 0, 0, fmt.Errorf("%d filters, of which only the ones for x86 and LZMA2 are known", filters)
	}
	if filters == 2 && !xzFilter(r, xzFilterX86, nil) {
		return 0, 0, fmt.Errorf("%w: a filter other than the one for x86", errXZ)
	}
	var bits [1]byte
	if !xzFilter(r, xzFilterLZMA2, bits[:]) || bits[0] > 40 {
		return 0, 0, errXZ
	}
	size := uint64(2|bits[0]&1) << (bits[0]/2 + 11)
	if size > maxDictionary {
		return 0, 0, fmt.Errorf("a dictionary of %d bytes", size)
	}
	return filters, int(size), nil
}

// xzFilter reads the flags of one filter: its number, the size of its
// properties, and these.
func xzFilter(r *bytes.Reader, want uint64, properties []byte) bool {
	id, err := binary.ReadUvarint(r)
	if err != nil || id != want {
		return false
	}
	size, err := binary.ReadUvarint(r)
	if err != nil || size != uint64(len(properties)) {
		return false
	}
	n, _ := r.Read(properties)
	return n == len(properties)
}

// unfilterX86 undoes in place the filter for x86 code: it made the relative
// addresses of calls (e8) and jumps (e9) absolute, so that the same target is
// the same bytes. Source: lib/xz/xz_dec_bcj.c in the kernel tree; mask has a
// bit for each of the last three bytes that looked like an opcode.
func unfilterX86(code []byte) {
	bitNumber := [8]uint32{0, 1, 2, 2, 3, 3, 3, 3}
	mask, previous := uint32(0), -1
	for i := 0; i < len(code)-4; i++ {
		if code[i]&0xfe != 0xe8 {
			continue
		}
		distance := i - previous
		previous = i
		if distance > 3 {
			mask = 0
		} else {
			mask = mask << (distance - 1) & 7
		}
		if mask != 0 {
			allowed := mask == 1 || mask == 2 || mask == 4
			if !allowed || signByte(code[i+4-int(bitNumber[mask])]) {
				mask = mask<<1 | 1
				continue
			}
		}
		if !signByte(code[i+4]) {
			mask = mask<<1 | 1
			continue
		}
		address := binary.LittleEndian.Uint32(code[i+1:])
		binary.LittleEndian.PutUint32(code[i+1:], relative(address, uint32(i)+5, bitNumber[mask]*8))
		i += 4
	}
}

// relative turns an absolute address back to one relative to next, sign
// extended from 25 bits.
func relative(address, next, bits uint32) uint32 {
	for {
		offset := address - next
		if bits == 0 || !signByte(byte(offset>>(24-bits))) {
			offset &= 0x01ffffff
			return offset | -(offset & 0x01000000)
		}
		address = offset ^ (1<<(32-bits) - 1)
	}
}

// signByte says whether b can be the upper byte of a small relative address.
func signByte(b byte) bool { return b == 0 || b == 0xff }
