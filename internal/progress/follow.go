package progress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// Follow returns what a recording is to be copied to as it is written: it
// reports how far the measurement is that writes it. One that another version of
// this program makes, built for a guest, it does not let pass.
func Follow(report bench.Progress) io.Writer { return &follower{report: report} }

// follower watches a recording go by.
type follower struct {
	report bench.Progress
	line   []byte
	plan   results.Plan
	visits int
}

func (f *follower) Write(p []byte) (int, error) {
	for part := range bytes.Lines(p) {
		f.line = append(f.line, part...)
		if bytes.HasSuffix(part, []byte("\n")) {
			if err := f.see(f.line); err != nil {
				return 0, err
			}
			f.line = f.line[:0]
		}
	}
	return len(p), nil
}

// see looks at one line of the recording.
func (f *follower) see(line []byte) error {
	switch {
	case bytes.HasPrefix(line, []byte(`{"header"`)):
		var first struct{ Header results.Header }
		if json.Unmarshal(line, &first) == nil {
			f.plan = first.Header.Plan
		}
		if e := first.Header.Environment; e.Probecost != bench.Version() {
			return fmt.Errorf("the guest runs another version of this program, %s, than this one, %s: make build-%s", e.Probecost, bench.Version(), e.Arch)
		}
		f.report(bench.Step{Stage: bench.StageProof})
	case bytes.HasPrefix(line, []byte(`{"visit"`)):
		f.visits++
		f.report(bench.Measuring(f.plan, f.visits, f.plan.Blocks))
	}
	return nil
}
