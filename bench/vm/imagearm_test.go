package vm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// plainArm is an Image with nothing in it.
func plainArm() []byte {
	b := make([]byte, endArm)
	copy(b, "MZ")
	copy(b[offArmMagic:], armMagic)
	return append(b, bytes.Repeat([]byte("code "), 500)...)
}

// packed is a kernel compressed by one of the writers, with its size behind it
// as the kernel's build puts it.
func packed(t testing.TB, kernel []byte, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := writers[format](&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(kernel); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if format != "gzip" {
		b.Write(word32(uint32(len(kernel))))
	}
	return b.Bytes()
}

// zimg is an image that uncompresses itself under EFI. What is behind the
// payload, and whether its length has the size in it, is as in the kernel's build.
func zimg(t testing.TB, kernel []byte, format string) []byte {
	t.Helper()
	const header = 0x80
	payload := packed(t, kernel, format)
	length := len(payload)
	if format != "gzip" {
		length -= 4
	}
	b := make([]byte, header)
	copy(b, "MZ\x00\x00zimg")
	binary.LittleEndian.PutUint32(b[offZimgPayload:], header)
	binary.LittleEndian.PutUint32(b[offZimgLength:], uint32(length))
	binary.LittleEndian.PutUint32(b[offPE:], endArm)
	copy(b[endArm:], "PE\x00\x00\x64\xaa")
	return append(append(b, payload...), make([]byte, 512)...)
}

func TestArmImage(t *testing.T) {
	want := plainArm()
	images := map[string][]byte{"plain": want, "Image.gz": packed(t, want, "gzip")}
	for format := range writers {
		images["zimg "+format] = zimg(t, want, format)
	}
	for name, image := range images {
		if a := architectureOf(image); a != arm64 {
			t.Errorf("%s: taken for one of %+v", name, a)
		}
		if got, err := arm64.kernelFor(image); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v; want %d bytes", name, len(got), err, len(want))
		}
	}
}

func TestArmImageErrors(t *testing.T) {
	good := zimg(t, plainArm(), "zstd")
	change := func(offset int, with ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[offset:], with)
		return b
	}
	elf := tinyKernel(0)
	elf[18] = 183 // EM_AARCH64
	for name, test := range map[string]struct {
		image []byte
		want  error
		text  string
	}{
		"empty":              {nil, ErrNotKernel, ""},
		"text":               {bytes.Repeat([]byte("hello\n"), 1000), ErrNotKernel, ""},
		"amd64":              {compressed(t, tinyKernel(pvhNote), "zstd"), ErrNotKernel, "it is one for amd64"},
		"vmlinux":            {elf, nil, "use arch/arm64/boot/Image"},
		"vmlinux of amd64":   {tinyKernel(pvhNote), ErrNotKernel, "it is one for amd64"},
		"header alone":       {good[:endArm], ErrNotKernel, ""},
		"of another CPU":     {change(endArm+4, 0x64, 0x62), ErrNotKernel, ""},
		"truncated":          {good[:0x90], ErrTruncated, ""},
		"payload too far":    {change(offZimgPayload, 0xff, 0xff, 0xff, 0xff), ErrTruncated, ""},
		"unknown":            {change(0x80, 0x89, 'L', 'Z', 'O'), nil, "compressed in a way that is not known here"},
		"damaged":            {change(0x80+4, 0xff, 0xff, 0xff, 0xff), nil, "is damaged"},
		"no kernel inside":   {zimg(t, bytes.Repeat([]byte("hello\n"), 1000), "gzip"), ErrNotKernel, "compressed in it is none"},
		"compressed text":    {packed(t, bytes.Repeat([]byte("hello\n"), 1000), "gzip"), ErrNotKernel, "compressed in it is none"},
		"only a magic":       {[]byte("\x1f\x8b\x08"), ErrNotKernel, "3 bytes"},
		"payload of no size": {change(offZimgLength, 0, 0, 0, 0), nil, ""},
	} {
		_, err := arm64.kernelFor(test.image)
		if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: got %v, want %v with %q", name, err, test.want, test.text)
		}
	}
}

// A guest of one architecture does not boot images of another.
func TestWrongArchitecture(t *testing.T) {
	if _, err := amd64.kernelFor(plainArm()); !errors.Is(err, ErrNotKernel) || !strings.Contains(err.Error(), "--arch arm64") {
		t.Errorf("got %v", err)
	}
}

func FuzzArmImage(f *testing.F) {
	f.Add(plainArm())
	f.Add(packed(f, plainArm(), "gzip"))
	for format := range writers {
		f.Add(zimg(f, plainArm(), format))
	}
	f.Fuzz(func(t *testing.T, image []byte) {
		kernel, err := arm64.kernelFor(image)
		if (err == nil) != (kernel != nil) {
			t.Errorf("%d bytes of kernel, and %v", len(kernel), err)
		}
		if err == nil && !isPlain(kernel) {
			t.Error("returned a kernel that QEMU cannot boot")
		}
	})
}
