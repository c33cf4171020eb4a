package vm

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// tinyKernel is a vmlinux with one segment, which holds a note of the given
// type.
func tinyKernel(note uint32) []byte {
	notes := word32(4, 8, note)
	notes = append(notes, "Xen\x00\x00\x00\x00\x01\x00\x00\x00\x00"...)
	b := append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 9)...)
	b = append(b, 2, 0, 62, 0)                                  // ET_EXEC, EM_X86_64
	b = append(b, word32(1, 0, 0, 64, 0, 0, 0, 0)...)           // version, entry, program and section headers
	b = append(b, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0)         // one program header
	b = append(b, word32(4, 0, 120, 0, 0, 0, 0, 0)...)          // PT_NOTE at 120
	b = append(b, word32(uint32(len(notes)), 0, 0, 0, 4, 0)...) // its size
	return append(append(b, notes...), bytes.Repeat([]byte("code "), 500)...)
}

func word32(words ...uint32) []byte {
	var b []byte
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}

// bzImage wraps a payload.
func bzImage(payload []byte) []byte {
	b := make([]byte, 2*sector)
	b[offSetupSects] = 1
	payload = append(payload, make([]byte, -len(payload)&15)...)
	binary.LittleEndian.PutUint32(b[offSysSize:], uint32(len(payload)/16))
	binary.LittleEndian.PutUint16(b[offBootFlag:], bootFlag)
	copy(b[offMagic:], "HdrS")
	binary.LittleEndian.PutUint16(b[offVersion:], 0x20f)
	return append(b, payload...)
}

// compressed is a bzImage with kernel compressed by one of the writers.
func compressed(t testing.TB, kernel []byte, format string) []byte {
	t.Helper()
	payload := packed(t, kernel, format)
	image := bzImage(payload)
	binary.LittleEndian.PutUint32(image[offPayloadLength:], uint32(len(payload)))
	return image
}

var writers = map[string]func(io.Writer) (io.WriteCloser, error){
	"gzip": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	"zstd": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	"xz":   func(w io.Writer) (io.WriteCloser, error) { return xz.WriterConfig{CheckSum: xz.CRC32}.NewWriter(w) },
	"lzma": func(w io.Writer) (io.WriteCloser, error) { return lzma.NewWriter(w) },
	"lz4": func(w io.Writer) (io.WriteCloser, error) {
		z := lz4.NewWriter(w)
		return z, z.Apply(lz4.LegacyOption(true))
	},
}

func TestVmlinux(t *testing.T) {
	want := tinyKernel(pvhNote)
	for format := range writers {
		got, err := vmlinux(compressed(t, want, format))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v; want %d bytes", format, len(got), err, len(want))
		}
	}
}

func TestVmlinuxFallsBack(t *testing.T) {
	old := compressed(t, tinyKernel(pvhNote), "gzip")
	binary.LittleEndian.PutUint16(old[offVersion:], payloadVersion-1)
	for name, image := range map[string][]byte{
		"no PVH note":         compressed(t, tinyKernel(pvhNote+1), "gzip"),
		"protocol 2.07":       old,
		"unknown compression": bytes.Replace(compressed(t, tinyKernel(pvhNote), "gzip"), []byte("\x1f\x8b"), []byte("\x89L"), 1),
	} {
		if got, err := vmlinux(image); got != nil || err != nil {
			t.Errorf("%s: %d bytes, %v; want the image to be booted as it is", name, len(got), err)
		}
	}
}

func TestVmlinuxErrors(t *testing.T) {
	good := compressed(t, tinyKernel(pvhNote), "zstd")
	change := func(offset int, with ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[offset:], with)
		return b
	}
	length := binary.LittleEndian.Uint32(good[offPayloadLength:])
	size := int(2*sector + length - 4)
	bare := tinyKernel(pvhNote)
	foreign := tinyKernel(pvhNote)
	foreign[18] = 183 // EM_AARCH64
	for name, test := range map[string]struct {
		image []byte
		want  error
		text  string
	}{
		"empty":               {nil, ErrNotKernel, "0 bytes"},
		"text":                {bytes.Repeat([]byte("hello\n"), 1000), ErrNotKernel, ""},
		"boot sector, less 1": {good[:endHeader-1], ErrNotKernel, ""},
		"boot sector alone":   {good[:endHeader], ErrTruncated, ""},
		"less 1":              {good[:len(good)-1], ErrTruncated, ""},
		"payload too long":    {change(offPayloadLength, 0xff, 0xff, 0xff, 0xff), ErrTruncated, ""},
		"payload too far":     {change(offPayload, 0xff, 0xff, 0xff, 0xff), ErrTruncated, ""},
		"payload too short":   {change(offPayloadLength, 3, 0, 0, 0), ErrNotKernel, "3 bytes"},
		"bomb":                {change(size, 0xff, 0xff, 0xff, 0x3f), ErrNotKernel, "when uncompressed"},
		"larger than it is":   {change(size, 0, 0x20, 0, 0), io.EOF, "is damaged"},
		"damaged":             {change(2*sector+20, 0xff, 0xff, 0xff, 0xff), nil, "is damaged"},
		"vmlinux, less code":  {bare[:130], ErrTruncated, ""},
		"vmlinux, header":     {bare[:50], ErrNotKernel, ""},
		"vmlinux for arm64":   {foreign, ErrNotKernel, "AARCH64"},
		"vmlinux without PVH": {tinyKernel(1), nil, "use the bzImage"},
	} {
		_, err := vmlinux(test.image)
		if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: got %v, want %v with %q", name, err, test.want, test.text)
		}
	}
}

// The file was made by xz --x86 --check=crc32 --lzma2=dict=32MiB, as the
// kernel's build does, of what almostCode returns.
func TestUnxzX86(t *testing.T) {
	stream, err := os.ReadFile("testdata/x86.xz")
	if err != nil {
		t.Fatal(err)
	}
	want := almostCode(8 << 10)
	got, err := unxz(stream, uint32(len(want)))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, %v: not what was compressed", len(got), err)
	}
}

// almostCode is full of what the x86 filter takes for calls and for the upper
// bytes of their targets.
func almostCode(n int) []byte {
	const alphabet = "\xe8\xe9\xe8\x00\x00\xff\x01\x90"
	b := random(n)
	for i := range b {
		b[i] = alphabet[b[i]&7]
	}
	return b
}

func FuzzVmlinux(f *testing.F) {
	for format := range writers {
		f.Add(compressed(f, tinyKernel(pvhNote), format))
	}
	f.Add(tinyKernel(pvhNote))
	f.Add(compressed(f, tinyKernel(pvhNote), "zstd")[:endHeader])
	f.Fuzz(func(t *testing.T, image []byte) {
		kernel, err := vmlinux(image)
		if err != nil && kernel != nil {
			t.Error("a kernel and an error")
		}
		if kernel == nil {
			return
		}
		if ok, err := hasPVH(kernel); !ok || err != nil {
			t.Errorf("returned a kernel that QEMU cannot boot: %v", err)
		}
	})
}
