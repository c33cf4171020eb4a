package analysis

import "github.com/probecost/probecost/results"

// The attach types of the two base arms. They are measured as any other and
// differ in what their figures mean: all else is compared with them.
const (
	Base  = "base"
	Base2 = "base2" // the A/A control: the same as base, under another name
)

// Row is what is known of one arm. What is nil is not known, and Reason says
// why.
type Row struct {
	results.Arm
	Estimate *Estimate
	// Mean is the same from the means of clean chunks instead of their 10th
	// percentiles: it is less sure, and a rare large cost shows. nil for
	// the base arms and where the metric is exact.
	Mean *Estimate

	// EventsPerS is the throughput: all events of a visit divided by all of
	// its time, nothing left out; median over the blocks. nil where time
	// was not measured.
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
	// NotMeasured says that there was no visit: this kernel lacks the
	// attach type, or the recording ends too early.
	NotMeasured bool
}

// IsBase says whether the row is one of the two base arms.
func (r Row) IsBase() bool { return r.Attach == Base || r.Attach == Base2 }

// Table compares the attach types at one workload with one handler.
type Table struct {
	// Header is that of the recording, which all its tables share.
	Header   *results.Header
	Workload string
	Handler  string
	Workers  int

	Rows     []Row // base, base2, then the others as the plan lists them
	Warnings []string
}

// Row returns the row of an attach type, nil if there is none.
func (t Table) Row(attach string) *Row {
	for i := range t.Rows {
		if t.Rows[i].Attach == attach {
			return &t.Rows[i]
		}
	}
	return nil
}

// MDE is the largest of the minimal detectable effects of the arms that were
// compared with base; false if there is none.
func (t Table) MDE() (ns float64, ok bool) {
	for _, r := range t.Rows {
		if !r.IsBase() && r.Estimate != nil && r.Estimate.Interval != nil {
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
