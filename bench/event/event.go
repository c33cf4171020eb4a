// Package event describes the kernel's events to who wants to attach a BPF
// program to one: their names under each attach type, the arguments that a raw
// tracepoint gets, the fields of a tracepoint's record, and for system calls
// their numbers and where their arguments are.
//
// It reads the kernel's type information (BTF) and its description of
// tracepoints (tracefs), of the running kernel or from files: nothing is loaded
// and nothing is attached.
package event

// Event is one thing that a program can be attached to.
type Event struct {
	// Category is the tracepoint's, as in sched:sched_switch. It is empty
	// for a bare tracepoint, which has no record and no category, and for
	// all if tracefs cannot be read.
	Category string `json:"category,omitempty"`
	Name     string `json:"name"`
	// RawTracepoint is the name for raw_tracepoint and tp_btf; empty if
	// there is none.
	RawTracepoint string `json:"raw_tracepoint,omitempty"`
}

// String is what tracefs's available_events has for the event.
func (e Event) String() string {
	if e.Category == "" {
		return e.Name
	}
	return e.Category + ":" + e.Name
}

// Description is all that is known of one event.
type Description struct {
	Event
	Architecture string `json:"architecture"`
	// Attach are the ways to attach to the event, the surest first.
	Attach []Attach `json:"attach"`
	// Args are the arguments of a raw tracepoint: TP_PROTO of the event in
	// include/trace/events/.
	Args []Arg `json:"args,omitempty"`
	// Fields are those of the record that a tracepoint's program gets.
	Fields  []Field  `json:"fields,omitempty"`
	Syscall *Syscall `json:"syscall,omitempty"`
	// Notes say what is special, Unread what could not be read.
	Notes  []string `json:"notes,omitempty"`
	Unread []string `json:"unread,omitempty"`
}

// Attach is one way of attaching to an event.
type Attach struct {
	Type    string   `json:"type"` // attach type
	Section []string `json:"sec"`  // what SEC() takes; all mean the same
	// Function is the kernel function, for the types that attach to one.
	Function string `json:"function,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Arg is one argument, as an element of the array that the program gets.
type Arg struct {
	Index int    `json:"index"`
	Type  string `json:"type"` // C
	Name  string `json:"name,omitempty"`
	// Declaration is the argument in C: "struct task_struct *prev".
	Declaration string `json:"declaration"`

	typ cType
}

// Field is one field of a tracepoint's record.
type Field struct {
	Type   string `json:"type"` // C, as the kernel writes it, without the array
	Name   string `json:"name"`
	Offset uint32 `json:"offset"` // bytes
	Size   uint32 `json:"size"`   // bytes
	Signed bool   `json:"signed"`
	Length uint32 `json:"length,omitempty"` // elements of an array
}

// Syscall is what a system call's event stands for.
type Syscall struct {
	Name string `json:"name"` // fchmodat
	// Number is nil if it is not known.
	Number *int `json:"number"`
	Exit   bool `json:"exit,omitempty"`
	// Function is the kernel function that handles the call; empty if the
	// kernel's types do not have it.
	Function string       `json:"function,omitempty"`
	Args     []SyscallArg `json:"args,omitempty"`
	// NumberRegister is the member of pt_regs that has the number.
	NumberRegister string `json:"number_register"`
}

// SyscallArg is one argument of a system call.
type SyscallArg struct {
	Type     string `json:"type,omitempty"`
	Name     string `json:"name,omitempty"`
	Register string `json:"register"` // member of struct pt_regs
}
