package vm

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz/lzma"
)

// maxDictionary bounds the memory that a stream may ask for to be read; the
// kernel's build uses at most 128 MiB (zstd --ultra -22).
const maxDictionary = 128 << 20

// maxRatio bounds how much smaller a payload can be than the kernel in it;
// about 6 is common.
const maxRatio = 256

// A compression is a way that a kernel can be compressed (CONFIG_KERNEL_*).
type compression struct {
	name  string
	magic string // what a stream starts with
	// expand uncompresses the first size bytes of stream.
	expand func(stream []byte, size uint32) ([]byte, error)
}

// compressions are those that we can read. A kernel compressed in another way,
// which is LZO, boots all the same, only slower.
var compressions = []compression{
	{"gzip", "\x1f\x8b\x08", reader(gunzip)},
	{"zstd", "\x28\xb5\x2f\xfd", reader(unzstd)},
	{"lz4", "\x02\x21\x4c\x18", reader(unlz4)}, // the legacy frame
	{"xz", "\xfd7zXZ\x00", unxz},
	{"bzip2", "BZh", reader(bunzip2)},
	{"lzma", "\x5d\x00\x00", reader(unlzma)},
}

// compressionOf returns how a payload is compressed, or nil.
func compressionOf(payload []byte) *compression {
	for i := range compressions {
		if bytes.HasPrefix(payload, []byte(compressions[i].magic)) {
			return &compressions[i]
		}
	}
	return nil
}

// kernel uncompresses a payload to the size that its last four bytes say. The
// kernel's build puts them there for all formats but gzip, which ends with them
// of its own accord. Some readers take them for the next frame of the stream,
// hence they are cut off.
func (c *compression) kernel(payload []byte, size uint32) ([]byte, error) {
	if size > maxVmlinux || int(size)/maxRatio > len(payload) {
		return nil, fmt.Errorf("%w: %d bytes of payload would be %d when uncompressed", ErrNotKernel, len(payload), size)
	}
	stream := payload
	if c.name != "gzip" {
		stream = stream[:len(stream)-4]
	}
	kernel, err := c.expand(stream, size)
	if err != nil {
		return nil, fmt.Errorf("is damaged: uncompress its %s payload: %w", c.name, err)
	}
	return kernel, nil
}

// reader makes an expand of a function that opens a stream.
func reader(open func(io.Reader) (io.Reader, error)) func([]byte, uint32) ([]byte, error) {
	return func(stream []byte, size uint32) ([]byte, error) {
		r, err := open(bytes.NewReader(stream))
		if err != nil {
			return nil, err
		}
		if c, ok := r.(io.Closer); ok {
			defer c.Close()
		}
		return readExactly(r, size)
	}
}

// readExactly reads size bytes, and trusts size only as far as there are bytes.
func readExactly(r io.Reader, size uint32) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(size, 64<<20)) + bytes.MinRead)
	if _, err := io.CopyN(&b, r, int64(size)); err != nil {
		return nil, fmt.Errorf("%w after %d of %d bytes", err, b.Len(), size)
	}
	return b.Bytes(), nil
}

func gunzip(r io.Reader) (io.Reader, error)  { return gzip.NewReader(r) }
func bunzip2(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }
func unlz4(r io.Reader) (io.Reader, error)   { return lz4.NewReader(r), nil }

func unzstd(r io.Reader) (io.Reader, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(maxVmlinux), zstd.WithDecoderMaxWindow(maxDictionary))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func unlzma(r io.Reader) (io.Reader, error) {
	return lzma.ReaderConfig{DictCap: maxDictionary}.NewReader(r)
}
