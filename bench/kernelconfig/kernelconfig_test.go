package kernelconfig

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"
)

const text = "# Linux/x86 6.12.1 Kernel Configuration\nCONFIG_BPF=y\n# CONFIG_KPROBES is not set\nCONFIG_HZ=250\n"

func packed(t *testing.T, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestText(t *testing.T) {
	const boot, proc = "boot/config-6.12.1", "proc/config.gz"
	for _, test := range []struct {
		name string
		root fstest.MapFS
	}{
		{"proc", fstest.MapFS{proc: {Data: packed(t, 9)}, boot: {Data: []byte("stale")}}},
		{"packed in another way", fstest.MapFS{proc: {Data: packed(t, 0)}}},
		{"boot", fstest.MapFS{boot: {Data: []byte(text)}}},
	} {
		got, err := Text(test.root, "6.12.1")
		if string(got) != text || err != nil {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
	if _, err := Text(fstest.MapFS{}, "6.12.1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nowhere: %v", err)
	}
	broken := packed(t, 9)
	if _, err := Text(fstest.MapFS{proc: {Data: broken[:len(broken)-9]}}, "6.12.1"); err == nil {
		t.Error("half a file is no error")
	}
	if _, err := Text(fstest.MapFS{proc: {Data: []byte("?")}}, "6.12.1"); err == nil {
		t.Error("no gzip is no error")
	}
}

func TestRead(t *testing.T) {
	got, err := Read(fstest.MapFS{"boot/config-1": {Data: []byte(text)}}, "1")
	if want := (Config{"CONFIG_BPF": "y", "CONFIG_HZ": "250"}); !maps.Equal(got, want) || err != nil {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}
