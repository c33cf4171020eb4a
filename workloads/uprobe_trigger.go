package workloads

import (
	"encoding/binary"

	"github.com/probecost/probecost/bpf"
)

// UprobeTrigger calls a function of this program, in user space, that does
// nothing: a base of a few instructions, in which no kernel code is run.
//
// The function is written in assembly: it starts with push %rbp, as compilers
// begin one, and on arm64 with a move to itself. It never grows the stack, which
// would copy it, with a return address that a uretprobe has put there in place
// of the function's own and that the runtime does not know.
var UprobeTrigger = Workload{
	Name:    "uprobe_trigger",
	Summary: "a call of a function of this program that does nothing, 10 times",
	Extra:   true,
	Hook: Hook{
		User:  Probed,
		Place: "the same place: the start of a function of this program",
	},
	Spec: bpf.LoadUprobeTrigger,
	Open: openUprobeTrigger,
}

// uprobeTriggerRecord is struct record of uprobe_trigger.c.
type uprobeTriggerRecord struct{ Argument uint64 }

// triggerCalls is CALLS of trigger_amd64.s and trigger_arm64.s. One event takes a
// microsecond, and without a probe none of it can be seen, so that it is few.
const triggerCalls = 10

func openUprobeTrigger() (*Drive, error) {
	// The arguments count from 0.
	record := uprobeTriggerRecord{Argument: triggerCalls - 1}
	return &Drive{
		Call:        trigger{},
		EventsPerOp: triggerCalls,
		Prepare:     func() ([]byte, error) { return binary.Append(nil, binary.NativeEndian, record) },
		Close:       func() error { return nil },
	}, nil
}

// trigger is the operation: calls of the probed function.
type trigger struct{}

func (trigger) Repeat(n int) error { repeatTrigger(uintptr(n)); return nil }

func (trigger) RepeatSpin(n int, turns int64) error {
	repeatTriggerSpin(uintptr(n), uintptr(turns))
	return nil
}
