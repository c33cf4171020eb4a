package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// follower watches a recording go by, and reports how far it is. One that another
// version of this program makes, built for the guest, it does not let pass.
type follower struct {
	report      bench.Progress
	line        []byte
	done, total int
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
	if f.total == 0 {
		var first struct{ Header results.Header }
		if json.Unmarshal(line, &first) == nil {
			f.total = first.Header.Plan.Blocks * len(first.Header.Plan.Arms)
		}
		if e := first.Header.Environment; e.Probecost != bench.Version() {
			return fmt.Errorf("the guest runs another version of this program, %s, than this one, %s: make build-%s", e.Probecost, bench.Version(), e.Arch)
		}
	}
	if bytes.HasPrefix(line, []byte(`{"visit"`)) {
		f.done++
	}
	f.report("measuring", f.done, f.total)
	return nil
}
