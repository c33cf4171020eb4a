package render

import (
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// row is an arm for other programs. The members and their order are a promise;
// nil is null in JSON and empty in CSV.
type row struct {
	Kernel     string         `json:"kernel"`
	Workload   string         `json:"workload"`
	Handler    string         `json:"handler"`
	Attach     string         `json:"attach"`
	Metric     results.Metric `json:"metric"`
	Base       *float64       `json:"base"`              // unit of the metric
	Value      *float64       `json:"value"`             // base + overhead
	Overhead   *float64       `json:"overhead"`          // of base: 0
	Lo         *float64       `json:"lo"`                // 95 % interval of overhead; of base: null
	Hi         *float64       `json:"hi"`                //
	EventsPerS *float64       `json:"events_per_s"`      // null where instructions were counted
	CleanShare *float64       `json:"clean_share"`       // 0 to 1; null where instructions were counted
	Blocks     *int           `json:"blocks"`            // that count; null where nothing was measured
	Reason     *string        `json:"reason"`            // null where there is an overhead
	Workers    int            `json:"workers,omitempty"` // not there: 1
	Stats      bool           `json:"stats,omitempty"`   // bpf stats were on
	Program    string         `json:"program,omitempty"` // of the user's own; not there: a handler
	Object     string         `json:"object,omitempty"`  // label, where there are several
	MDE        *float64       `json:"mde"`               // what could be told from nothing; an overhead below it is shown as less than this
}

// rows lists the arms of all tables. The A/A control is the row of base2.
func rows(tables []analysis.Table) []row {
	out := []row{}
	for _, t := range tables {
		for _, r := range t.Rows {
			out = append(out, newRow(t, r))
		}
	}
	return out
}

func newRow(t analysis.Table, r analysis.Row) row {
	o := row{
		Kernel:     t.Header.Environment.Kernel,
		Workload:   r.Workload,
		Handler:    r.Handler,
		Attach:     r.Attach,
		Metric:     t.Header.Metric,
		EventsPerS: r.EventsPerS,
		CleanShare: r.CleanShare,
		Stats:      r.Stats,
		Program:    r.Program,
		Object:     r.Object,
	}
	if r.Workers > 1 {
		o.Workers = r.Workers
	}
	if !r.NotMeasured {
		o.Blocks = &r.Blocks
	}
	if r.Reason != "" {
		o.Reason = &r.Reason
	}
	if e := r.Estimate; e != nil {
		o.Base, o.Value, o.Overhead = &e.Base, &e.Value, &e.Overhead
		if e.Interval != nil {
			o.Lo, o.Hi = &e.Interval.Lo, &e.Interval.Hi
			if t.Header.Metric != results.Instructions {
				o.MDE = &e.Interval.MDE
			}
		}
	}
	return o
}
