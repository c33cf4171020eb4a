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

	"github.com/cilium/ebpf"
)

//go:generate ./generate.sh

// EventsMap is the per-CPU array of one [Event] that every program fills.
const EventsMap = "events"

// Handler is what a program does at each event.
type Handler struct {
	Name     string
	Summary  string
	Counts   bool // the program counts the events that it sees
	Captures bool // the program captures a record of the last event
}

// The handlers, equal under every attach type: see handlers.h.
var (
	Empty  = Handler{Name: "empty", Summary: "returns 0: the cost of the mechanism alone"}
	Count  = Handler{Name: "count", Summary: "adds one to a per-CPU counter", Counts: true}
	Fields = Handler{Name: "fields", Summary: "copies the event's fields into a record", Counts: true, Captures: true}
)

// Handlers lists them in the order in which they are shown.
var Handlers = []Handler{Empty, Count, Fields}

// ProgramName is the name of a handler's program for an attach type.
func ProgramName(handler, attach string) string { return handler + "_" + attach }

// Program returns a description of one program of spec and of its map, under
// the names that they have in spec. The description is the caller's to change.
func Program(spec *ebpf.CollectionSpec, handler, attach string) (*ebpf.CollectionSpec, error) {
	name := ProgramName(handler, attach)
	prog, ok := spec.Programs[name]
	if !ok {
		return nil, fmt.Errorf("no program %s in the object: handler %q has no HANDLERS(%s, …) line", name, handler, attach)
	}
	one := spec.Copy()
	one.Programs = map[string]*ebpf.ProgramSpec{name: prog.Copy()}
	return one, nil
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
