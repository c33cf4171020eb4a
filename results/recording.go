// Package results holds the recording: what a run of probecost measured, and
// nothing that can be derived from it. It needs neither Linux nor BPF nor
// root, so that a laptop can analyse what a bare-metal runner recorded.
//
// A recording is a file of JSON Lines. The first line is a [Header], then
// follow a [Proof] for every arm and a [Visit] for every stay at an arm, in the
// order in which they happened, and last an [End]. Each line is an object with
// one member, which names its kind:
//
//	{"header":{…}}
//	{"proof":{…}}
//	{"visit":{…}}
//	{"end":{…}}
package results

import (
	"time"
)

// Schema is the version of the format that [Writer] writes.
const Schema = 1

// Metric says which clock measured a recording, and in which unit the
// durations of its chunks are.
type Metric string

const (
	// Time is measured on the running kernel; durations are nanoseconds.
	Time Metric = "ns/event"
	// Instructions are counted in a virtual machine; durations are guest
	// instructions.
	Instructions Metric = "instructions/event"
	// CPUTime is what the kernel accounts to a command of the user's own,
	// [Drive]; durations are nanoseconds.
	CPUTime Metric = "CPU ns/run"
)

// Unit is what the durations of a recording of this metric are counted in.
func (m Metric) Unit() string {
	if m == Instructions {
		return "instructions"
	}
	return "ns"
}

// Plan is all that was planned. The order of the
// visits follows from Seed, but is also that of the visits themselves.
type Plan struct {
	Seed   uint64 `json:"seed"`
	Blocks int    `json:"blocks"` // blocks to measure, discarded ones included
	// Most is to how many blocks the run may be extended until Blocks of
	// them count, which the canaries tell; 0 is Blocks.
	Most    int   `json:"most_blocks,omitempty"`
	Discard int   `json:"discard"`        // blocks at the start that count for nothing
	Chunks  int   `json:"chunks"`         // timed chunks per visit
	Ops     int   `json:"ops"`            // operations of the workload per chunk
	Warmup  int   `json:"warmup"`         // untimed operations before the chunks
	CPU     int   `json:"cpu"`            // the bench CPU
	CPUs    []int `json:"cpus,omitempty"` // of several workers at once, CPU among them
	// Precision is the half-width of the 95 % interval of every overhead
	// that was asked for, in the metric's unit; 0 if none was. A pilot has
	// sized Blocks for it.
	Precision float64 `json:"precision,omitempty"`
	// Turn is how long a turn of the known work takes, in the metric's
	// unit, as it was found before the run: it fixes the number of turns.
	Turn float64 `json:"turn,omitempty"`
	// TimeNS bounds the run: no block starts later than this after the
	// first. 0 is no bound.
	TimeNS int64 `json:"time_ns,omitempty"`
	// Command is that of the workload [Drive], with its arguments.
	Command []string `json:"command,omitempty"`
	Arms    []Arm    `json:"arms"`
}

// Missing is an arm that this kernel cannot measure.
type Missing struct {
	Arm
	Reason string `json:"reason"` // what a person can do about it
}

// Environment describes the machine and the build, as they were found.
// A member that could not be read is empty.
type Environment struct {
	Kernel       string `json:"kernel"`         // release, as uname -r prints it
	Version      string `json:"kernel_version"` // build, as uname -v prints it
	Arch         string `json:"arch"`           // GOARCH
	CPU          string `json:"cpu"`            // model name
	Microcode    string `json:"microcode"`
	Online       string `json:"online"`       // list of CPUs online: "0-3"
	Clocksource  string `json:"clocksource"`  // of the kernel that was measured
	Governor     string `json:"governor"`     // frequency governor of the bench CPU
	Turbo        string `json:"turbo"`        // "on", "off"
	Isolated     string `json:"isolated"`     // list of CPUs kept from the scheduler
	Preemption   string `json:"preemption"`   // model: "none", "voluntary", "full", "lazy"
	SMT          string `json:"smt"`          // of /sys/devices/system/cpu/smt/control
	Hypervisor   bool   `json:"hypervisor"`   // the CPU says that it is virtual
	CommandLine  string `json:"command_line"` // telling kernel arguments, and a digest of all
	Lockdown     string `json:"lockdown"`
	Config       string `json:"config"`      // digest of the kernel's configuration
	BTF          string `json:"btf"`         // digest of the kernel's type information
	JIT          string `json:"jit"`         // net.core.bpf_jit_enable
	JITHarden    string `json:"jit_harden"`  // net.core.bpf_jit_harden
	StatsEnabled string `json:"bpf_stats"`   // kernel.bpf_stats_enabled
	Mitigations  string `json:"mitigations"` // digest of the vulnerabilities folder
	Go           string `json:"go"`
	Probecost    string `json:"probecost"`      // version of this program
	Handlers     string `json:"handlers"`       // digest of the BPF objects
	QEMU         string `json:"qemu,omitempty"` // version and flags, where the guest ran
}

// Header is the first line of a recording.
type Header struct {
	Schema      int         `json:"schema"`
	Metric      Metric      `json:"metric"`
	Started     time.Time   `json:"started"`
	Environment Environment `json:"environment"`
	Plan        Plan        `json:"plan"`
	Objects     []Object    `json:"objects,omitempty"` // with programs of the user's own
	Missing     []Missing   `json:"missing,omitempty"`
	Warnings    []string    `json:"warnings,omitempty"`
	// Ticks are those of the bench CPUs before the run; nil where time was
	// not measured, and where they could not be read.
	Ticks *Ticks `json:"ticks,omitempty"`
}

// Ticks are how long CPUs were there since the machine started, all together,
// in the unit of /proc/stat: 1/100 s.
type Ticks struct {
	All   uint64 `json:"all"`   // busy or idle, stolen ones included
	Steal uint64 `json:"steal"` // the host ran something else meanwhile
}

// Object is an ELF file with programs of the user's own.
type Object struct {
	Label  string   `json:"label,omitempty"` // "" if there is only one object
	File   string   `json:"file"`            // its name, without the folder
	SHA256 string   `json:"sha256"`
	Set    []string `json:"set,omitempty"` // variables that were set: "name=value"
	// Attach is where programs were attached in place of what their SEC
	// says: "SEC" or "PROGRAM=SEC".
	Attach []string `json:"attach,omitempty"`
}

// Proof says that an arm was seen to do what it claims before anything was
// timed: the record that the fields handler captured is the one the workload
// caused, and no event was missed.
type Proof struct {
	Arm
	Record string `json:"record"` // hexadecimal, what was captured = what was caused
	Driven uint64 `json:"driven"` // events that the workload caused
	Seen   uint64 `json:"seen"`   // events that the handler counted; ≥ Driven
	// Runs is how often a program of the user's own ran, of which neither
	// record nor count is known; 0 for handlers.
	Runs uint64 `json:"runs,omitempty"`
}

// Attached is what the kernel says that it attached.
type Attached struct {
	Target   string `json:"target"`             // what was asked for
	Function string `json:"function,omitempty"` // what the link says it is on
	Address  uint64 `json:"address,omitempty"`  // of a kprobe; 0 where hidden
	Missed   uint64 `json:"missed"`             // events lost by the mechanism
	// Mechanism is how a kprobe gets control: "ftrace", "optimized" (a
	// jump) or "int3"; "" for other attach types, and where it is unknown.
	Mechanism string `json:"mechanism,omitempty"`
	JITed     uint32 `json:"jited_bytes"`  // size of the machine code
	Xlated    uint32 `json:"xlated_bytes"` // size after the verifier
}

// Visit is one stay at an arm.
type Visit struct {
	Arm
	Block int `json:"block"`
	Order int `json:"order"` // place within the block, from 0

	// EventsPerOp is how often the hook fires for one operation.
	EventsPerOp int `json:"events_per_op"`
	// Ops is how many operations a chunk has where they are fewer than
	// Plan.Ops, because one of them is many events; else 0.
	Ops int `json:"ops,omitempty"`
	// Chunks are the durations of the timed chunks, each of [Plan.ChunkOps]
	// operations, in the unit of the recording's metric.
	Chunks []int64 `json:"chunks"`
	// Canaries are the durations, in the same unit, of the fixed piece of
	// user-space work before the first chunk and after each chunk:
	// len(Chunks)+1 of them, or none where the clock is exact.
	Canaries []int64 `json:"canaries,omitempty"`
	// ClockCost is what reading the clock adds to a chunk.
	ClockCost int64 `json:"clock_cost"`

	// Spin is the work that the worker did beside each operation instead
	// of a program: a known overhead. nil where there is a program or none.
	Spin *Spin `json:"spin,omitempty"`
	// Others are the timings of the workers beside the first, on the CPUs
	// of Plan.CPUs in turn.
	Others []Timing `json:"others,omitempty"`

	// Involuntary is how often the scheduler took the CPU from a worker
	// during the chunks.
	Involuntary int64 `json:"involuntary_switches"`
	// Migrated is true if a worker was found on another CPU than its own.
	Migrated bool `json:"migrated,omitempty"`
	// Recursion is the number of runs that the kernel left out because the
	// program was running on that CPU already.
	Recursion uint64 `json:"recursion_misses,omitempty"`
	// RunTimeNS and Runs are what bpf stats say of the chunks and the
	// warm-up: the time within the program's body, without the dispatch.
	// Only with Arm.Stats.
	RunTimeNS int64  `json:"run_time_ns,omitempty"`
	Runs      uint64 `json:"runs,omitempty"`
	// Counters are the hardware's for the first worker, of Plan.Chunks ×
	// ChunkOps operations more, without clock and canary; nil if there are
	// none.
	Counters *Counters `json:"counters,omitempty"`

	// Fired is how often a program of the user's own ran when it was tried,
	// before the chunks, with bpf stats on: during 16 operations, or one run of
	// Plan.Command.
	Fired uint64 `json:"fired,omitempty"`
	// WallNS is how long the runs of Plan.Command took; 0 without one.
	WallNS int64 `json:"wall_ns,omitempty"`
	// BufferFill is the largest share of a program's ring buffer that was
	// found in use, 0 to 1; at 1 records were lost. 0 without such a buffer.
	BufferFill float64 `json:"buffer_fill,omitempty"`
	// LostSamples is how many records did not fit into a perf event array.
	LostSamples uint64 `json:"lost_samples,omitempty"`

	Driven   uint64    `json:"driven"`         // events that were caused while attached
	Seen     *uint64   `json:"seen,omitempty"` // events that the handler counted; nil if it does not count
	Attached *Attached `json:"attached,omitempty"`

	// Durations in nanoseconds of the clock of the machine measured, next
	// to nothing where there is nothing to load.
	LoadNS   int64 `json:"load_ns"`
	AttachNS int64 `json:"attach_ns"`
	DetachNS int64 `json:"detach_ns"`
}

// almostFull is the share of a ring buffer in use beyond which some records may
// have found no room: they are less than a tenth of any buffer.
const almostFull = 0.9

// Overflowed says that records of the program may have found no room, which
// makes it cheaper than it is.
func (v Visit) Overflowed() bool { return v.BufferFill > almostFull || v.LostSamples > 0 }

// preemptedShare is the least share of chunks that must have been interrupted
// for a visit to be dropped. With half of them, the 10th percentile of all is
// the 20th of the rest, which is hardly more. On a virtual machine of two CPUs
// with other work on both, one visit in a hundred had 66 interrupts in 200
// chunks, and gave figures as good as the others.
const preemptedShare = 0.5

// MostInterrupts is how many involuntary switches a visit of so many workers
// may have without being interrupted too often.
func (p Plan) MostInterrupts(workers int) float64 {
	return preemptedShare * float64(p.Chunks*max(1, workers))
}

// ChunkOps is how many operations a chunk of v has.
func (p Plan) ChunkOps(v Visit) int {
	if v.Ops > 0 {
		return v.Ops
	}
	return p.Ops
}

// Spin is a known piece of user-space work.
type Spin struct {
	Turns        int64 `json:"turns"`        // of the loop, per operation
	Instructions int64 `json:"instructions"` // per operation
	// Chunks are the durations of Plan.Ops such pieces without the
	// operation, and Canaries those around them, as in Visit.
	Chunks   []int64 `json:"chunks"`
	Canaries []int64 `json:"canaries,omitempty"`
}

// Timing is what one worker measured, as in Visit.
type Timing struct {
	CPU       int     `json:"cpu"`
	Chunks    []int64 `json:"chunks"`
	Canaries  []int64 `json:"canaries,omitempty"`
	ClockCost int64   `json:"clock_cost"`
}

// Counters are of the hardware's performance monitoring unit.
type Counters struct {
	UserInstructions   uint64 `json:"user_instructions"`
	KernelInstructions uint64 `json:"kernel_instructions"`
	UserCycles         uint64 `json:"user_cycles"`
	KernelCycles       uint64 `json:"kernel_cycles"`
}

// End is the last line of a recording that was not cut short.
type End struct {
	Finished    time.Time `json:"finished"`
	Blocks      int       `json:"blocks"`                // blocks that are complete
	Interrupted string    `json:"interrupted,omitempty"` // why it ended early
	// Environment is the machine once more, as it was found at the end.
	Environment *Environment `json:"environment,omitempty"`
	// Ticks are those of Header once more.
	Ticks *Ticks `json:"ticks,omitempty"`
	// Foreign is what others had on the hooks when the run was over.
	Foreign []Foreign `json:"foreign,omitempty"`
}

// Foreign is what somebody else has on a hook.
type Foreign struct {
	Tracer string `json:"tracer"` // what, whose, and where
	Remedy string `json:"remedy"`
}

// Recording is a whole recording in memory.
type Recording struct {
	Name   string // where it was read from, for messages
	Header Header
	Proofs []Proof
	Visits []Visit
	End    *End // nil if the recording was cut short
}
