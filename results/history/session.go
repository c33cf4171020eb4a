// Package history holds what is known of one machine over many sessions: a
// summary of each recording, appended to files of JSON Lines, and what can be
// told from them: series over time, where they change, and whether the last
// sessions are as the ones before predict.
package history

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// Schema is the version of what is written. Members may be added to a schema,
// and are passed over by those that do not know them; they are never given
// another meaning. Every line has its own, as a file may have been appended to
// by several versions.
const Schema = 1

// Session is the summary of one recording.
type Session struct {
	Schema int `json:"schema"`
	// ID tells sessions apart: a recording is added once.
	ID          string         `json:"id"`
	Started     time.Time      `json:"started"`
	Metric      results.Metric `json:"metric"`
	Fingerprint string         `json:"fingerprint"` // see results.Environment.Fingerprint
	Machine     Machine        `json:"machine"`
	Kernel      string         `json:"kernel"`
	Probecost   string         `json:"probecost"`
	Handlers    string         `json:"handlers"`
	Figures     []Figure       `json:"figures"`
}

// Machine is what stays when its kernel is replaced.
type Machine struct {
	CPU     string `json:"cpu"`
	Arch    string `json:"arch"`
	Virtual bool   `json:"virtual,omitempty"`
}

// Figure is an arm of a session, in the unit of its metric.
type Figure struct {
	results.Arm
	Base     float64 `json:"base"`
	Overhead float64 `json:"overhead"` // over base
	Lo       float64 `json:"lo"`       // 95 % interval of Overhead
	Hi       float64 `json:"hi"`
}

// Summarize is the summary of a recording. It returns an error that wraps
// [analysis.ErrInvalid] or [analysis.ErrNotDeterministic] if the recording
// cannot be relied on; arms that have no figure are left out.
func Summarize(rec *results.Recording) (*Session, error) {
	tables, err := analysis.Analyze(rec)
	if err == nil {
		err = analysis.Check(tables)
	}
	if err != nil && (!errors.Is(err, analysis.ErrInconclusive) || errors.Is(err, analysis.ErrInvalid)) {
		return nil, fmt.Errorf("%s: %w", rec.Name, err)
	}
	e := rec.Header.Environment
	s := &Session{
		Schema: Schema, Started: rec.Header.Started.UTC(), Metric: rec.Header.Metric, Fingerprint: e.Fingerprint(),
		Machine: Machine{e.CPU, e.Arch, e.Hypervisor}, Kernel: e.Kernel, Probecost: e.Probecost, Handlers: e.Handlers,
		Figures: figures(tables),
	}
	if len(s.Figures) == 0 {
		return nil, fmt.Errorf("%s: %w: no arm has a figure", rec.Name, analysis.ErrInconclusive)
	}
	s.ID = digest(s.Started.Format(time.RFC3339Nano), rec.Header.Plan.Seed, s.Metric, s.Fingerprint)
	return s, nil
}

func figures(tables []analysis.Table) (fs []Figure) {
	for _, t := range tables {
		for _, r := range t.Rows {
			if e := r.Estimate; !r.IsControl() && e != nil {
				fs = append(fs, Figure{r.Arm, e.Base, e.Overhead, e.Interval.Lo, e.Interval.Hi})
			}
		}
	}
	return fs
}

// File is the name of the file that holds the machine's sessions: two machines
// never append to the same one.
func (s *Session) File() string {
	metric := "time"
	if s.Metric == results.Instructions {
		metric = "count"
	}
	return metric + "-" + digest(s.Machine) + results.Extension
}

// digest is a short one of values.
func digest(values ...any) string {
	sum := sha256.Sum256(fmt.Append(nil, values...))
	return hex.EncodeToString(sum[:8])
}
