package foreign

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/cilium/ebpf"
)

// describe says what a program is, and whose, for a person.
func (s *search) describe(p program) Tracer {
	name := "of unknown name"
	if prog, err := ebpf.NewProgramFromID(p.id); err == nil {
		name = nameOf(prog)
		prog.Close()
	}
	t := Tracer{Place: p.place, What: fmt.Sprintf("BPF program %s (id %d)", name, p.id)}
	process, known := s.at[p], s.at[p] != 0
	if !known {
		t.Remedy = fmt.Sprintf("end what holds it (bpftool prog show id %d names it)", p.id)
		return t
	}
	owner := fmt.Sprintf("process %d", process)
	if comm, err := fs.ReadFile(s.root, fmt.Sprintf("proc/%d/comm", process)); err == nil {
		owner += ", " + strings.TrimSpace(string(comm))
	}
	t.What = fmt.Sprintf("BPF program %s (id %d, %s)", name, p.id, owner)
	t.Remedy = fmt.Sprintf("end process %d", process)
	return t
}

// nameOf is what a program is called.
func nameOf(prog *ebpf.Program) string {
	info, err := prog.Info()
	if err != nil || info.Name == "" {
		return "without a name"
	}
	return info.Name
}
