package analysis

import (
	"fmt"
	"strings"

	"github.com/probecost/probecost/results"
)

// The attach types of the two base arms. They are measured as any other and
// differ in what their figures mean: all else is compared with them.
const (
	Base  = "base"
	Base2 = "base2" // the A/A control: the same as base, under another name
	// Spin is the positive control: base, and a known piece of work. Larger
	// pieces have a number behind it.
	Spin = "spin"
)

// Empty is the handler that does nothing: what it adds is the dispatch alone,
// and what another adds more is its work.
const Empty = "empty"

// Row is what is known of one arm. What is nil is not known, and Reason says
// why.
type Row struct {
	results.Arm
	Estimate *Estimate
	// Whole is the overhead by throughput. nil for base, and where the
	// metric is exact.
	Whole *Whole

	// EventsPerS is the throughput of all workers: all events of a visit
	// divided by all of its time, nothing left out; median over the blocks.
	// nil where time was not measured.
	EventsPerS *float64
	// CleanShare is the share of chunks, 0 to 1, with an undisturbed CPU.
	// nil where the metric is exact.
	CleanShare *float64
	// Blocks is the number of blocks that count.
	Blocks int
	// Reason is empty if there is an Estimate.
	Reason string
	// Costs are those of the visits that count, by block.
	Costs []Cost
	// Driven is what is known of a command; nil where a workload drives.
	Driven *Driven
	// NotMeasured says that there was no visit: this kernel lacks the
	// attach type, or the recording ends too early.
	NotMeasured bool

	diffs []blockDiff // to base, in the order of the blocks
}

// blockDiff is what an arm costs over another in one block.
type blockDiff struct {
	block int
	value float64
}

// diffValues are the values of ds.
func diffValues(ds []blockDiff) []float64 {
	x := make([]float64, len(ds))
	for i, d := range ds {
		x[i] = d.value
	}
	return x
}

// IsBase says whether the row is one of the two base arms.
func (r Row) IsBase() bool { return r.Attach == Base || r.Attach == Base2 }

// IsControl says whether the row tells of the measurement and not of a way to
// attach: the base arms and the positive control.
func (r Row) IsControl() bool { return r.IsBase() || strings.HasPrefix(r.Attach, Spin) }

// Label names the row among those of its table: "tracepoint", "handle_exec
// (kprobe)", or "tracepoint +stats" for that with bpf stats on.
func (r Row) Label() string {
	if r.Stats {
		return r.Subject() + " +stats"
	}
	return r.Subject()
}

// Table compares the attach types at one workload with one handler.
type Table struct {
	// Header is that of the recording, which all its tables share.
	Header   *results.Header
	Workload string
	Handler  string
	Workers  int

	Rows     []Row // base, base2, then the others as the plan lists them
	Warnings []string

	// Controls are the known overheads, the positive control first.
	Controls []Control
	// Stats is what bpf stats cost, by attach type; empty if not measured.
	Stats []StatsCost
	// Changes are those of the user's own programs from the first object to
	// each other one; empty with one object.
	Changes []Change
	// Counters are the hardware's; empty if it has none.
	Counters []CounterRow
	// Run is what is known of the recording beside its tables.
	Run *Run
}

// Name is what distinguishes the table from others of the recording:
// "task_rename/empty".
func (t Table) Name() string {
	name := t.Workload + "/" + t.Handler
	if t.Workers > 1 {
		name += fmt.Sprintf("/workers=%d", t.Workers)
	}
	return name
}

// Row returns the row of a subject, such as an attach type, without bpf stats;
// nil if there is none.
func (t Table) Row(subject string) *Row {
	for i := range t.Rows {
		if t.Rows[i].Subject() == subject && !t.Rows[i].Stats {
			return &t.Rows[i]
		}
	}
	return nil
}

// MDE is the largest of the minimal detectable effects of the arms that were
// compared with base; false if there is none.
func (t Table) MDE() (ns float64, ok bool) {
	for _, r := range t.Rows {
		if !r.IsControl() && r.Estimate != nil && r.Estimate.Interval != nil {
			ns, ok = max(ns, r.Estimate.Interval.MDE), true
		}
	}
	return ns, ok
}

// group is what the rows of a table have in common.
type group struct {
	workload, handler string
	workers           int
}

func groupOf(a results.Arm) group { return group{a.Workload, a.Handler, a.Workers} }
