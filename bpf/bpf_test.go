package bpf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// listing is a program as text, without the names and source lines that
// differ by nature: the opcodes, registers, offsets and constants are left,
// and jumps as distances.
func listing(insns asm.Instructions) []string {
	lines := make([]string, len(insns))
	for i, ins := range insns {
		lines[i] = fmt.Sprintf("%v dst=%v src=%v off=%d const=%d ref=%s",
			ins.OpCode, ins.Dst, ins.Src, ins.Offset, ins.Constant, mapName(ins))
	}
	return lines
}

func mapName(ins asm.Instruction) string {
	if ins.IsLoadFromMap() {
		return ins.Reference()
	}
	return ""
}

// TestHandlersAreEqual shows without root that empty and count are the same
// instructions under every attach type and for every workload. A program that
// is no handler, such as the driver of bpf_trigger, has no handler's name.
func TestHandlersAreEqual(t *testing.T) {
	for _, handler := range []bpf.Handler{bpf.Empty, bpf.Count} {
		var first string
		var want []string
		for _, w := range workloads.All {
			name := w.Name
			spec, err := w.Spec()
			if err != nil {
				t.Fatal(err)
			}
			programs := 0
			for program, p := range spec.Programs {
				if !strings.HasPrefix(program, handler.Name+"_") {
					continue
				}
				programs++
				got := listing(p.Instructions)
				if want == nil {
					first, want = name+"/"+program, got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s differs from %s:\n%s", name+"/"+program, first, diff)
				}
			}
			if want := 3; programs < want {
				t.Errorf("%s: only %d programs with handler %s, want %d or more", name, programs, handler.Name, want)
			}
		}
	}
}

// TestSpellings shows that SEC("raw_tp") and SEC("raw_tracepoint") give the
// same programs of the same type.
func TestSpellings(t *testing.T) {
	spec, err := bpf.LoadFchmodat()
	if err != nil {
		t.Fatal(err)
	}
	for _, handler := range []bpf.Handler{bpf.Empty, bpf.Count, bpf.Fields} {
		long, short := spec.Programs[bpf.ProgramName(handler.Name, "raw_tracepoint")], spec.Programs[bpf.ProgramName(handler.Name, "raw_tp")]
		if long == nil || short == nil {
			t.Fatalf("handler %s lacks a spelling", handler.Name)
		}
		if long.SectionName != "raw_tracepoint" || short.SectionName != "raw_tp" {
			t.Errorf("sections %q and %q", long.SectionName, short.SectionName)
		}
		if long.Type != ebpf.RawTracepoint || short.Type != long.Type {
			t.Errorf("types %v and %v", long.Type, short.Type)
		}
		if diff := cmp.Diff(listing(long.Instructions), listing(short.Instructions)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestProgram shows that one program and its map are taken out, as a copy.
func TestProgram(t *testing.T) {
	spec, err := bpf.LoadTaskRename()
	if err != nil {
		t.Fatal(err)
	}
	one, err := bpf.Program(spec, bpf.Fields, "kprobe")
	if err != nil {
		t.Fatal(err)
	}
	if len(one.Programs) != 1 || one.Programs["fields_kprobe"] == nil || one.Maps[bpf.EventsMap] == nil {
		t.Errorf("Program() = %v", one)
	}
	one.Programs["fields_kprobe"].AttachTo = "changed"
	if spec.Programs["fields_kprobe"].AttachTo == "changed" {
		t.Error("Program() does not copy")
	}
	if _, err := bpf.Program(spec, bpf.Handler{Name: "nothing"}, "kprobe"); err == nil {
		t.Error("Program() found a handler that there is not")
	}
}

// TestDigest shows that the digest is of something.
func TestDigest(t *testing.T) {
	if d := bpf.Digest(); len(d) != 16 || d != bpf.Digest() {
		t.Errorf("Digest() = %q", d)
	}
}

// TestDose shows that a dosed program is the empty one with so many moves in
// front, for every attach type.
func TestDose(t *testing.T) {
	spec, err := bpf.LoadTaskRename()
	if err != nil {
		t.Fatal(err)
	}
	for _, attach := range []string{"kprobe", "tracepoint", "raw_tracepoint", "fentry", "tp_btf"} {
		one, err := bpf.Program(spec, bpf.Dose64, attach)
		if err != nil {
			t.Fatal(err)
		}
		dosed := listing(one.Programs["dose64_"+attach].Instructions)
		empty := listing(spec.Programs["empty_"+attach].Instructions)
		if len(dosed) != 64+len(empty) {
			t.Fatalf("%s: %d instructions, the empty program has %d", attach, len(dosed), len(empty))
		}
		if diff := cmp.Diff(empty, dosed[64:]); diff != "" {
			t.Errorf("%s: the end differs from the empty program:\n%s", attach, diff)
		}
		for _, line := range dosed[:64] {
			if line != dosed[0] {
				t.Errorf("%s: %s among %s", attach, line, dosed[0])
			}
		}
	}
}
