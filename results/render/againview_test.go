package render

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
	"github.com/probecost/probecost/results/synthetic"
	"github.com/probecost/probecost/results/verdict"
)

// sets are nine sessions of each of two builds, of which the new one has these
// overheads more.
func sets(t *testing.T, seed int, more map[string]float64) *compare.Report {
	t.Helper()
	var sides [2][]*results.Recording
	for i := range 18 {
		m := synthetic.Machine{Kernel: "6.12.9-synthetic", Base: map[string]float64{"task_rename": 264}, Overhead: map[string]float64{}, Layout: 0.5}
		for attach, overhead := range map[string]float64{"kprobe": 100, "tracepoint": 60, "raw_tracepoint": 27} {
			m.Overhead[attach] = overhead + more[attach]*float64(i%2)
			if attach == "raw_tracepoint" {
				m.Overhead[attach] += float64(i / 2) // from session to session
			}
		}
		rec := m.Time(results.Plan{Seed: uint64(seed + i), Blocks: 14, Chunks: 8, Ops: 100,
			Arms: synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tracepoint", "raw_tracepoint"})}, synthetic.Interleaved)
		rec.Name = fmt.Sprintf("session-%d", seed+i)
		rec.Header.Started = rec.Header.Started.Add(time.Duration(seed+i) * time.Hour)
		sides[i%2] = append(sides[i%2], rec)
	}
	r, err := compare.Recordings(sides[0], sides[1], compare.Options{Threshold: verdict.Paired})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAgainGolden: of two arms that are worse one is so in fresh sessions too,
// and of a third there are too few sessions.
func TestAgainGolden(t *testing.T) {
	r := sets(t, 1, map[string]float64{"kprobe": 5, "tracepoint": 5})
	r.Confirm(sets(t, 101, map[string]float64{"kprobe": 5}))
	for file, c := range map[string]int{"again.txt": 0, "again.md": 1, "again.json": 2} {
		var b bytes.Buffer
		if err := comparisons[c].write(&b, r); err != nil {
			t.Fatal(err)
		}
		golden(t, file, b.Bytes())
		if c != 2 {
			continue
		}
		if err := validate(t, "compare.json", b.Bytes()); err != nil {
			t.Error(err)
		}
		for _, member := range []string{`"again": {`, `"sessions_needed":`} {
			if !bytes.Contains(b.Bytes(), []byte(member)) {
				t.Errorf("the JSON has no %s", member)
			}
		}
	}
}
