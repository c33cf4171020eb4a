// Package bpf holds the handlers: BPF programs in C, one file per workload,
// and the objects compiled from them, which are committed. Each object has a
// program for every combination of handler and attach type, named by
// [ProgramName], and one map, [EventsMap].
//
// Nothing here is loaded or attached: a [ebpf.CollectionSpec] is a description.
package bpf

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
)

//go:generate ./generate.sh

// EventsMap is the per-CPU array of one struct event that every program fills.
const EventsMap = "events"

// Handler is what a program does at each event.
type Handler struct {
	Name    string
	Summary string
	Counts  bool // the program counts the events that it sees
	Record  bool // and captures what they are about
	// Dose is the number of instructions that are added to the empty
	// program, each of which the JIT turns into one: a known cost.
	Dose int
	// Calls is the number of calls of bpf_ktime_get_ns that are added to
	// the empty program.
	Calls int
	// Extra is true if it is not measured unless it is named.
	Extra bool
}

// The handlers, equal under every attach type: see handlers.h.
var (
	Empty  = Handler{Name: "empty", Summary: "returns 0: the cost of the mechanism alone"}
	Count  = Handler{Name: "count", Summary: "adds one to a per-CPU counter", Counts: true}
	Fields = Handler{Name: "fields", Summary: "copies the event's fields into a record", Counts: true, Record: true}

	Dose64  = Handler{Name: "dose64", Summary: "executes 64 instructions and returns 0", Dose: 64, Extra: true}
	Dose256 = Handler{Name: "dose256", Summary: "executes 256 instructions and returns 0", Dose: 256, Extra: true}
	Calls8  = Handler{Name: "calls8", Summary: "reads the clock 8 times and returns 0", Calls: 8, Extra: true}
	Calls32 = Handler{Name: "calls32", Summary: "reads the clock 32 times and returns 0", Calls: 32, Extra: true}
)

// Handlers lists them in the order in which they are shown.
var Handlers = []Handler{Empty, Count, Fields, Dose64, Dose256, Calls8, Calls32}

// ProgramName is the name of a handler's program for an attach type, as a
// function in C may be called.
func ProgramName(handler, attach string) string {
	return handler + "_" + strings.ReplaceAll(attach, ".", "_")
}

// Program returns a description of one program of spec and of its map. The
// description is the caller's to change.
func Program(spec *ebpf.CollectionSpec, handler Handler, attach string) (*ebpf.CollectionSpec, error) {
	source := handler
	if handler.Dose > 0 || handler.Calls > 0 {
		source = Empty
	}
	prog, ok := spec.Programs[ProgramName(source.Name, attach)]
	if !ok {
		return nil, fmt.Errorf("no program %s in the object: it has no HANDLERS(%s, …) line", ProgramName(source.Name, attach), attach)
	}
	prog = prog.Copy()
	prog.Name = ProgramName(handler.Name, attach)
	// The constant is not 0, which a JIT would turn into another instruction.
	prog.Instructions = prefix(prog.Instructions, asm.Mov.Imm32(asm.R0, 1), handler.Dose)
	prog.Instructions = prefix(prog.Instructions, asm.FnKtimeGetNs.Call(), handler.Calls)
	one := spec.Copy()
	one.Programs = map[string]*ebpf.ProgramSpec{prog.Name: prog}
	return one, nil
}

// prefix puts an instruction n times in front of a program that does not use
// its context.
func prefix(program asm.Instructions, ins asm.Instruction, n int) asm.Instructions {
	if n == 0 {
		return program
	}
	longer := make(asm.Instructions, 0, n+len(program))
	for range n {
		longer = append(longer, ins)
	}
	// The symbol that names the program must stay on its first instruction.
	longer[0].Metadata = program[0].Metadata
	first := program[0]
	first.Metadata = asm.Metadata{}
	return append(append(longer, first), program[1:]...)
}

//go:embed *.o
var objects embed.FS

// Digest identifies the handlers of all workloads and architectures: two
// recordings with the same digest measured the same programs.
func Digest() string {
	sum := sha256.New()
	names, err := fs.Glob(objects, "*.o")
	if err != nil || len(names) == 0 {
		panic("bpf: no embedded objects") // a broken build, not a broken machine
	}
	for _, name := range names {
		content, err := objects.ReadFile(name)
		if err != nil {
			panic(err) // embedded files cannot fail to be read
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
