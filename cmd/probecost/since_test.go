package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/synthetic"
)

// TestSince: a recording is compared with the newest that is of the same machine
// and plan, in one line, which says when it is unsure.
func TestSince(t *testing.T) {
	counted := func(hour int, more float64) *results.Recording {
		m := synthetic.Exact()
		m.Overhead["kprobe"] += more
		return started(hour, m.Count(results.Plan{Seed: 3, Blocks: 3, Discard: 1, Chunks: 100, Ops: 1, Arms: sinceArms}))
	}
	timed := func(hour int, factor float64) *results.Recording {
		m := synthetic.Noisy()
		m.Overhead["kprobe"] *= factor
		return started(hour, m.Time(results.Plan{Seed: uint64(hour), Blocks: 14, Chunks: 60, Ops: 100, Arms: sinceArms}, synthetic.Interleaved))
	}
	other := counted(3, 0)
	other.Header.Environment.Kernel = "6.99"
	unreadable := counted(4, 0)
	unreadable.Header.Schema = results.Schema + 1
	for _, c := range []struct {
		name string
		kept []*results.Recording
		rec  *results.Recording
		want string // "" is nothing at all
	}{
		{"first", nil, counted(5, 0), ""},
		{"the newest", []*results.Recording{counted(1, 9), counted(2, 0)}, counted(5, 0), "compared with the count of 2026-11-22 14:00: same\n"},
		{"exact", []*results.Recording{counted(1, 0), other, unreadable}, counted(5, 39),
			"count of 2026-11-22 13:00: 1 worse, 1 same; largest change task_rename/empty/kprobe +39 instructions\n"},
		{"another machine", []*results.Recording{other}, counted(5, 0), "no earlier recording of the same"},
		{"later", []*results.Recording{counted(6, 0)}, counted(5, 0), "no earlier recording of the same"},
		{"much dearer", []*results.Recording{timed(1, 1)}, timed(5, 1.5), "run of 2026-11-22 13:00: 1 worse"},
		{"unsure", []*results.Recording{timed(1, 1)}, timed(5, 1.02), "inconclusive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for i, rec := range c.kept {
				write(t, filepath.Join(dir, previous), "run-2026112"+string(rune('0'+i)), rec)
			}
			c.rec.Name = filepath.Join(dir, "run"+results.Extension)
			var out bytes.Buffer
			cmd := &cobra.Command{}
			cmd.SetErr(&out)
			if err := since(cmd, c.rec); err != nil {
				t.Fatal(err)
			}
			if got := out.String(); !strings.Contains(got, c.want) || strings.Count(got, "\n") > 1 || c.want == "" && got != "" {
				t.Errorf("%q, want %q in one line", got, c.want)
			}
		})
	}
}

var sinceArms = synthetic.Arms([]string{"task_rename"}, []string{"empty"}, []string{"base", "base2", "kprobe", "tracepoint"})

func started(hour int, rec *results.Recording) *results.Recording {
	rec.Header.Started = rec.Header.Started.Add(time.Duration(hour) * time.Hour)
	return rec
}

// write writes a recording as one that was kept.
func write(t *testing.T, dir, name string, rec *results.Recording) {
	t.Helper()
	file, err := newRecording(dir, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeTo(file, rec); err != nil {
		t.Fatal(err)
	}
	if err := file.file.Close(); err != nil {
		t.Fatal(err)
	}
}
