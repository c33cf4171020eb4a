// Package merge puts recordings of many machines together. It is pure.
//
// Nanoseconds, or instructions, are never pooled across machines: CPU,
// mitigations and base differ too. What machines have in common are ratios, and
// the mean of ratios that does not depend on which side is called the base is
// the geometric one.
package merge

import (
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
)

// Report is what many machines say.
type Report struct {
	// Machines are by metric and fingerprint, in the order in which the first
	// recording of each comes.
	Machines []Machine `json:"machines"`
	// OverBase is what an event costs with the program, as a multiple of what
	// it costs without. Overhead by base would be no ratio to take the mean
	// of: where there is no overhead it is 0, or less by chance.
	OverBase []Ratio `json:"over_base"`
	// NewOverOld is what an overhead has become, as a multiple of what it was;
	// empty unless old recordings were given.
	NewOverOld []Ratio `json:"new_over_old,omitempty"`
	// Warnings name what was left out, and why.
	Warnings []string `json:"warnings,omitempty"`
}

// Machine is one fingerprint: a CPU with a kernel as it was built, booted and
// set up, and the handlers.
type Machine struct {
	Metric      results.Metric  `json:"metric"`
	Fingerprint string          `json:"fingerprint"`
	Machine     history.Machine `json:"machine"`
	Kernel      string          `json:"kernel"`
	Sessions    int             `json:"sessions"`
	First       time.Time       `json:"first"` // when the first session started
	Last        time.Time       `json:"last"`
	Rows        []Row           `json:"rows"`
}

// Row is one arm on one machine, in the unit of the metric. Of several sessions
// it has the medians, and Lo and Hi are their range; of one, its interval.
type Row struct {
	results.Arm
	Base     float64 `json:"base"`
	Overhead float64 `json:"overhead"`
	Lo       float64 `json:"lo"`
	Hi       float64 `json:"hi"`
	Sessions int     `json:"sessions"`
}

// Ratio is one arm over all machines that have it.
type Ratio struct {
	Metric results.Metric `json:"metric"`
	results.Arm
	Mean     float64 `json:"geometric_mean"`
	Least    float64 `json:"least"`
	Most     float64 `json:"most"`
	Machines int     `json:"machines"`
	Each     []Each  `json:"each"`
}

// Each is the ratio of one machine.
type Each struct {
	Machine int     `json:"machine"` // its number among Report.Machines, from 1
	Ratio   float64 `json:"ratio"`
}
