package bpf_test

import (
	"os"
	"testing"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/bpf"
)

// TestBothSpellingsLoad has the kernel verify a program of each spelling.
func TestBothSpellingsLoad(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	for _, attach := range []string{"raw_tp", "raw_tracepoint"} {
		for _, handler := range bpf.Handlers {
			spec, err := bpf.LoadFchmodat()
			if err != nil {
				t.Fatal(err)
			}
			one, err := bpf.Program(spec, handler, attach)
			if err != nil {
				t.Fatal(err)
			}
			coll, err := ebpf.NewCollection(one)
			if err != nil {
				t.Errorf("%s_%s: %v", handler.Name, attach, err)
				continue
			}
			coll.Close()
		}
	}
}
