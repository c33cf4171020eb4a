package vm

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cavaliergopher/cpio"
)

func TestOrderRoundTrip(t *testing.T) {
	want := Config{
		Args: []string{"", " ", "a\"b'c\\", "\n\r\t", "\xff\xfe\x80", "<&>", strings.Repeat("ü", 1<<16)},
		Env:  []string{"A=1", "B=\xff"},
	}
	b, err := encodeOrder(want)
	if err != nil {
		t.Fatal(err)
	}
	argv, env, err := decodeOrder(b)
	if err != nil || !slices.Equal(argv, append([]string{"/init"}, want.Args...)) || !slices.Equal(env, want.Env) {
		t.Errorf("got %.200q, %q, %v", argv, env, err)
	}
	if _, _, err := decodeOrder(b[:len(b)-1]); err == nil {
		t.Error("half an order is taken for one")
	}
}

func TestMailbox(t *testing.T) {
	for _, want := range []message{{Status: new(0)}, {Status: new(255)}, {Error: "line\nline"}} {
		var m mailbox
		for _, b := range want.encode() {
			if got, err := m.message(); got != nil || err != nil {
				t.Fatalf("%s is taken for whole: %v, %v", m.line.Bytes(), got, err)
			}
			m.Write([]byte{b})
		}
		got, err := m.message()
		if err != nil || !bytes.Equal(got.encode(), want.encode()) {
			t.Errorf("%s came as %v, %v", want.encode(), got, err)
		}
	}
}

func TestMailboxRefuses(t *testing.T) {
	for _, line := range []string{"", "{}", "7", `{"status":1,"error":"x"}`, `{"status":null}`, `{"status":"1"}`} {
		var m mailbox
		m.Write([]byte(line + "\n"))
		if got, err := m.message(); err == nil {
			t.Errorf("%q is taken for %+v", line, got)
		}
	}
}

func TestMailboxIsBounded(t *testing.T) {
	var m mailbox
	for range 100 {
		if n, err := m.Write(make([]byte, 1<<16)); n != 1<<16 || err != nil {
			t.Fatal(n, err)
		}
	}
	if m.line.Len() != maxMessage {
		t.Errorf("keeps %d bytes", m.line.Len())
	}
}

// archiveOf is an initramfs with these extra files.
func archiveOf(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (initramfs{strings.NewReader("program"), 7, nil, []byte("{}"), files}).writeTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestInitramfsIsDeterministic(t *testing.T) {
	files := map[string][]byte{"b/c/d": []byte("1"), "a": []byte("22"), "b/e": nil, "b-": []byte("333"), "etc/x": nil}
	first := archiveOf(t, files)
	for range 20 { // the order of a map changes
		if !bytes.Equal(archiveOf(t, maps.Clone(files)), first) {
			t.Fatal("the same content makes another archive")
		}
	}
}

func TestInitramfsContent(t *testing.T) {
	r := cpio.NewReader(bytes.NewReader(archiveOf(t, map[string][]byte{"b/c/d": []byte("1"), "b-": []byte("2")})))
	var got []string
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if h.ModTime.Unix() != 0 || h.Inode != int64(len(got)+1) {
			t.Errorf("%s: time %v, inode %d", h.Name, h.ModTime, h.Inode)
		}
		got = append(got, h.Name+" "+h.Mode.String()+" "+string(content))
	}
	want := []string{
		"b 040755 ", "b/c 040755 ", "dev 040755 ", "proc 040755 ", "root 040755 ", "sys 040755 ", "tmp 040755 ",
		"init 0100755 program", "probecost.json 0100644 {}", "b- 0100755 2", "b/c/d 0100755 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestInitramfsTooLarge(t *testing.T) {
	for size, fits := range map[int64]bool{maxProgram: true, maxProgram + 1: false} {
		err := initramfs{io.LimitReader(zeros{}, size), size, nil, nil, nil}.writeTo(io.Discard)
		if (err == nil) != fits {
			t.Errorf("a program of %d bytes: %v", size, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
