// Package compare tells what has changed between recordings: old ones and new
// ones, one or several sessions of each. It is pure.
//
//	old, new []*results.Recording ─► Sessions ─► Recordings ─► Report, one Pair per machine and metric
//
// Two sessions are never compared as if nothing else had changed between them:
// with several of each, sessions are the sample, by the rank-sum test; with
// fewer, all that differs between sessions is in the interval. Old and new in
// the blocks of one session is sharper than either, and the matter of
// [analysis].
package compare

import (
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/verdict"
)

// Options are what can be chosen about a comparison.
type Options struct {
	Threshold verdict.Threshold // of time, in nanoseconds
	Allow     float64           // instructions per event by which a count may grow
	Accepted  *Accepted         // growth that a change owns up to; nil is none
}

// Between is the threshold of time between sessions.
var Between = verdict.Threshold{Share: 0.02, Floor: 1}

// Report is what became of all arms.
type Report struct {
	Pairs []Pair `json:"pairs"`
	// OnlyOld and OnlyNew name recordings that there is nothing to compare
	// with.
	OnlyOld []string `json:"only_old,omitempty"`
	OnlyNew []string `json:"only_new,omitempty"`
	// Unknown are kernels that a baseline does not have.
	Unknown []string `json:"unknown,omitempty"`
	// Warnings are of recordings that were left out.
	Warnings []string `json:"warnings,omitempty"`
	// Verdict is the one on all arms.
	Verdict verdict.Verdict `json:"verdict"`
}

// Pair is old and new of one metric on one machine.
type Pair struct {
	Metric results.Metric `json:"metric"`
	Kernel string         `json:"kernel"`
	Old    Side           `json:"old"`
	New    Side           `json:"new"`
	// Differs is why no difference is a regression; empty if one can be.
	Differs  []results.Difference `json:"differs,omitempty"`
	Rows     []Row                `json:"rows"`
	Added    []results.Arm        `json:"added,omitempty"` // that old does not have
	Warnings []string             `json:"warnings,omitempty"`
}

// Side is one half of a pair.
type Side struct {
	Names     []string            `json:"names"` // of the recordings
	First     time.Time           `json:"first"` // when the first session started
	Last      time.Time           `json:"last"`
	Probecost string              `json:"probecost"`
	Handlers  string              `json:"handlers"`
	Machine   results.Environment `json:"-"`
}

// Row is what became of one arm. Old, New and Change are nil where there is no
// figure.
type Row struct {
	results.Arm
	Old     *Figure         `json:"old"`
	New     *Figure         `json:"new"`
	Change  *Change         `json:"change"`
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason,omitempty"` // of an inconclusive verdict, or more on another
	// Accepted says that a count is worse as the change of a baseline says,
	// so that it fails nothing.
	Accepted bool `json:"accepted,omitempty"`
	// Again is the change in fresh sessions; nil where none were asked for.
	Again *Change `json:"again,omitempty"`
	// Needed is how many sessions of each side it takes for a verdict; 0 where
	// sessions are not the sample.
	Needed int `json:"sessions_needed,omitempty"`
	// Visits is what benchstat says of the same visits; nil where the
	// metric is exact.
	Visits *Visits `json:"visits,omitempty"`
}

// Figure is the overhead over base of one side, in the unit of the metric: of
// one session, or the median of several.
type Figure struct {
	Overhead float64 `json:"overhead"`
	Lo       float64 `json:"lo"` // 95 % interval; of several sessions, their range
	Hi       float64 `json:"hi"`
	Sessions int     `json:"sessions"`
}

// Change is by how much new is dearer than old, in the unit of the metric.
type Change struct {
	Value     float64  `json:"value"`
	Lo        float64  `json:"lo"` // 95 % interval
	Hi        float64  `json:"hi"`
	P         *float64 `json:"p"`         // that there is none; nil where the metric is exact
	Corrected *float64 `json:"corrected"` // P by Holm, for the number of arms
	Threshold float64  `json:"threshold"` // what matters
}

// Share is the change as a share of the old overhead, false where that is none.
func (r Row) Share() (float64, bool) {
	if r.Change == nil || r.Old == nil || r.Old.Overhead <= 0 {
		return 0, false
	}
	return r.Change.Value / r.Old.Overhead, true
}

// SE is the standard error that the interval has.
func (c Change) SE() float64 { return (c.Hi - c.Lo) / 2 / z95 }
