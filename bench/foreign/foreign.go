// Package foreign looks for what others have on the hooks that are to be
// measured: BPF programs, kprobes, and events that ftrace records. Their cost
// would be in base too, and what they do at a hook changes what ours costs.
//
// A perf event on a tracepoint that has no BPF program (perf record -e, perf
// trace) is not found: no file of the kernel tells of it.
package foreign

import (
	"cmp"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/bench/tracefs"
	"github.com/probecost/probecost/workloads"
)

// Tracer is what somebody else has on a hook.
type Tracer struct {
	Place  string // "tracepoint task_rename", "function __set_task_comm"
	What   string // "BPF program spy (id 12)", "a kprobe"
	Remedy string
}

func (t Tracer) String() string { return t.What + " on " + t.Place }

// Found is what was found on hooks.
type Found struct {
	Tracers []Tracer
	// Unknown is what may be on a hook, or not, because this kernel does
	// not tell: a sentence each, for a warning.
	Unknown []string
}

// The programs of a process that was killed leave the kernel when it has waited
// until no CPU can be running them: only what stays for so long is somebody's.
const (
	settle = time.Second
	again  = 100 * time.Millisecond
)

// Find looks for what is on hooks while nothing of ours is attached.
func Find(hooks []workloads.Hook) Found {
	for deadline := time.Now().Add(settle); ; time.Sleep(again) {
		found := look(hooks)
		if len(found.Tracers) == 0 || time.Now().After(deadline) {
			return found
		}
	}
}

// kprobesList is the kernel's list of all kprobes, from the root folder.
const kprobesList = "sys/kernel/debug/kprobes/list"

// look looks once.
func look(hooks []workloads.Hook) Found {
	s := search{places: newPlaces(hooks), root: os.DirFS("/"), at: map[program]int{}, told: map[ebpf.ProgramID]bool{}}
	s.descriptors()
	s.links()
	found := Found{Tracers: s.programs(), Unknown: s.unknown}
	if tracing, err := tracefs.Open(); err == nil {
		found.add(s.ftrace(tracing))
	}
	found.add(s.kprobes())
	return found
}

// add adds what is at places where nothing was found yet: a program that has a
// name is not told of again without.
func (f *Found) add(more []Tracer) {
	for _, t := range more {
		at := func(other Tracer) bool { return other.Place == t.Place }
		if !slices.ContainsFunc(f.Tracers, at) {
			f.Tracers = append(f.Tracers, t)
		}
	}
}

// search is one look.
type search struct {
	places
	root    fs.FS
	at      map[program]int // process that has it, 0 if that is not known
	told    map[ebpf.ProgramID]bool
	unknown []string
}

// program is a BPF program at a place.
type program struct {
	id    ebpf.ProgramID
	place string
}

// add notes a program, if it is at one of the places.
func (s *search) add(id ebpf.ProgramID, place string, process int) {
	if place != "" {
		s.at[program{id, place}] = max(process, s.at[program{id, place}])
	}
}

// programs describes what was noted.
func (s *search) programs() []Tracer {
	sorted := slices.SortedFunc(maps.Keys(s.at), func(a, b program) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.id, b.id))
	})
	var found []Tracer
	for _, p := range sorted {
		found = append(found, s.describe(p))
	}
	return found
}
