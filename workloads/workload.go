// Package workloads holds what makes hooks fire. A workload is one operation,
// mostly a system call, that is repeated, and the hook: the event that it
// causes, with the name by which each attach type knows it.
package workloads

import (
	"github.com/cilium/ebpf"
)

// Workload describes one way of causing events. It is pure data: nothing
// happens before Open.
type Workload struct {
	Name    string
	Summary string
	Hook    Hook
	// Extra is true if it is not measured unless it is named.
	Extra bool

	// Spec describes the handlers for this workload's hook.
	Spec func() (*ebpf.CollectionSpec, error)
	// Open makes what the call needs, on the thread that will repeat it.
	// The error is [ebpf.ErrNotSupported] if this kernel lacks something.
	Open func() (*Drive, error)
}

// Hook is one event under the names that the attach types use; "" where it is
// not to be had in that way.
type Hook struct {
	Function      string // kprobe, fentry and the others on kernel functions
	Tracepoint    string // tracepoint: "category:name"
	RawTracepoint string // raw_tracepoint, tp_btf
	User          string // uprobe: "path:symbol"
	// Place says whether these are the same place in the kernel.
	Place string
	// Gone is what a program at the function's return finds no more of what
	// the event's record has; "" if arguments still tell all of it then.
	Gone string
}

// Drive is a workload that is ready to be driven by one thread. That thread
// may have a file table of its own, so that Open, Prepare and Close use bare
// system calls for files, and never package os: the runtime's poller and the
// garbage collector, which closes files, are in the other table. What needs
// them, Open leaves to a goroutine, which runs on another thread, because this
// one is locked.
type Drive struct {
	// Call is the operation.
	Call Operation
	// EventsPerOp is how often the hook fires for one operation.
	EventsPerOp int
	// Silent is true if the operation causes no event of the hook: its cost
	// is per operation, and no record is expected.
	Silent bool
	// Prepare brings the thread into the state from which the next
	// operation causes the record that it returns: the bytes of the
	// workload's struct record. It must be called before the probe is
	// attached, as it may cause events itself.
	Prepare func() ([]byte, error)
	// Close removes what Open made.
	Close func() error
}

// All lists the workloads in the order in which they are shown.
var All = []Workload{TaskRename, UrandomRead, Fchmodat, FibTableLookup, BPFTrigger, Bystander, UprobeTrigger}
