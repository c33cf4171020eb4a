package event

import (
	"encoding/binary"
	"os"
	"testing"
	"testing/fstest"

	"github.com/cilium/ebpf/btf"
)

// moduleTypes are those of a module that has one tracepoint, in_module, with an
// argument of a type of the kernel, written by hand: header, types, strings as
// in Documentation/bpf/btf.rst. Types and strings go on from the kernel's.
func moduleTypes(t *testing.T, kernel []byte, count, arg uint32) []byte {
	t.Helper()
	const kindPtr, kindTypedef, kindFuncProto = 2 << 24, 8 << 24, 13 << 24
	names := []byte("btf_trace_in_module\x00")
	offset := binary.LittleEndian.Uint32(kernel[20:]) // str_len of the kernel's header
	types := []uint32{
		0, kindPtr, count + 1,
		0, kindFuncProto | 2, 0, 0, arg, 0, arg,
		offset, kindTypedef, count,
	}
	raw := []byte{0x9f, 0xeb, 1, 0}
	for _, n := range []uint32{24, 0, uint32(4 * len(types)), uint32(4 * len(types)), uint32(len(names))} {
		raw = binary.LittleEndian.AppendUint32(raw, n)
	}
	for _, n := range types {
		raw = binary.LittleEndian.AppendUint32(raw, n)
	}
	return append(raw, names...)
}

// TestModule finds a tracepoint that is a module's.
func TestModule(t *testing.T) {
	s := synthetic(t)
	types, file := spec(t, syntheticTypes())
	kernel, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	count := uint32(0) // of the types, void among them
	for _, err := range types.All() {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	var task *btf.Struct
	if err := types.TypeByName("task_struct", &task); err != nil {
		t.Fatal(err)
	}
	arg, err := types.TypeID(task)
	if err != nil {
		t.Fatal(err)
	}
	s.types = []*btf.Spec{types}
	folder := fstest.MapFS{
		"vmlinux": {Data: kernel},
		"mine":    {Data: moduleTypes(t, kernel, count, uint32(arg))},
		"broken":  {Data: []byte("no types")},
	}
	if err := s.openModules(folder); err != nil {
		t.Fatal(err)
	}
	d, err := s.Describe("in_module")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Args) != 1 || d.Args[0].Type != "struct task_struct" {
		t.Errorf("arguments %+v", d.Args)
	}
	if len(d.Unread) != 1 {
		t.Errorf("of a module without types it says %q", d.Unread)
	}
}
