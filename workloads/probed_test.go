package workloads

import (
	"debug/elf"
	"os"
	"strings"
	"testing"
)

// TestProbedOffset shows that what is in the file at that place is the code of the
// probed function.
func TestProbedOffset(t *testing.T) {
	offset, err := ProbedOffset()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	code := make([]byte, 4)
	if _, err := f.ReadAt(code, int64(offset)); err != nil {
		t.Fatal(err)
	}
	want := map[elf.Machine]string{
		elf.EM_X86_64:  "\x55\x48\x89\xe5", // push %rbp; mov %rsp,%rbp
		elf.EM_AARCH64: "\xe1\x03\x01\xaa", // mov x1, x1
	}
	image, err := elf.NewFile(f)
	if err != nil {
		t.Fatal(err)
	}
	if string(code) != want[image.Machine] {
		t.Errorf("code % x at %#x, want % x", code, offset, want[image.Machine])
	}
}

func TestFileOffset(t *testing.T) {
	const maps = `00400000-00401000 r--p 00000000 fd:01 1234                               /usr/bin/probecost
00401000-00a5c000 r-xp 00001000 fd:01 1234                               /usr/bin/probecost
7ffd3a1e5000-7ffd3a1e7000 r-xp 00000000 00:00 0                          [vdso]
broken
`
	for address, want := range map[uint64]uint64{0x401000: 0x1000, 0x402840: 0x2840, 0xa5bfff: 0x65bfff} {
		if got, err := fileOffset(strings.NewReader(maps), address); err != nil || got != want {
			t.Errorf("fileOffset(%#x) = %#x, %v, want %#x", address, got, err, want)
		}
	}
	for _, address := range []uint64{0x400000, 0xa5c000, 0} { // no code, behind, before
		if got, err := fileOffset(strings.NewReader(maps), address); err == nil {
			t.Errorf("fileOffset(%#x) = %#x", address, got)
		}
	}
}
