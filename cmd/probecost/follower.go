package main

import (
	"bytes"
	"encoding/json"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/results"
)

// follower watches a recording go by and reports how far it is.
type follower struct {
	report      bench.Progress
	line        []byte
	done, total int
}

func (f *follower) Write(p []byte) (int, error) {
	for part := range bytes.Lines(p) {
		f.line = append(f.line, part...)
		if bytes.HasSuffix(part, []byte("\n")) {
			f.see(f.line)
			f.line = f.line[:0]
		}
	}
	return len(p), nil
}

// see looks at one line of the recording.
func (f *follower) see(line []byte) {
	if f.total == 0 {
		var first struct{ Header results.Header }
		if json.Unmarshal(line, &first) == nil {
			f.total = first.Header.Plan.Blocks * len(first.Header.Plan.Arms)
		}
	}
	if bytes.HasPrefix(line, []byte(`{"visit"`)) {
		f.done++
	}
	f.report("measuring", f.done, f.total)
}
