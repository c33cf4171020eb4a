package results_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/probecost/probecost/results"
)

var kprobe = results.Arm{Workload: "task_rename", Handler: "empty", Attach: "kprobe", Workers: 1}

// whole is a recording with all kinds of lines and members.
func whole() *results.Recording {
	seen := uint64(200)
	started := time.Date(2026, time.November, 22, 12, 0, 0, 123456789, time.UTC)
	return &results.Recording{
		Name: "test",
		Header: results.Header{
			Schema: results.Schema, Metric: results.Time, Started: started,
			Environment: results.Environment{Kernel: "6.12.9", Arch: "amd64", CPU: `a "quoted" CPU | with <signs>`},
			Plan:        results.Plan{Seed: 1<<64 - 1, Blocks: 2, Chunks: 2, Ops: 100, Arms: []results.Arm{kprobe}},
			Missing:     []results.Missing{{Arm: kprobe, Reason: "no\nkprobes"}},
			Warnings:    []string{"virtual"},
		},
		Proofs: []results.Proof{{Arm: kprobe, Record: "00ff", Driven: 1, Seen: 2}},
		Visits: []results.Visit{
			{Arm: kprobe, EventsPerOp: 1, Chunks: []int64{1, 1 << 62}, Canaries: []int64{3, 4, 5}, ClockCost: 25, Seen: &seen,
				Attached: &results.Attached{Target: "__set_task_comm", Address: 1<<64 - 1, JITed: 20}},
			{Arm: kprobe, Block: 1, EventsPerOp: 3, Chunks: []int64{-1}},
		},
		End: &results.End{Finished: started.Add(time.Second), Blocks: 2, Interrupted: "interrupt"},
	}
}

// encode writes a recording as a run would.
func encode(t testing.TB, rec *results.Recording) []byte {
	t.Helper()
	var b bytes.Buffer
	w := results.NewWriter(&b)
	err := w.Header(rec.Header)
	for _, p := range rec.Proofs {
		err = errors.Join(err, w.Proof(p))
	}
	for _, v := range rec.Visits {
		err = errors.Join(err, w.Visit(v))
	}
	if rec.End != nil {
		err = errors.Join(err, w.End(*rec.End))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(data []byte) (*results.Recording, error) {
	return results.Read("test", bytes.NewReader(data))
}

func TestWriteRead(t *testing.T) {
	got, err := decode(encode(t, whole()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole(), got); diff != "" {
		t.Errorf("read is not what was written (-written +read):\n%s", diff)
	}
}

// TestCutAnywhere cuts a recording at every byte, as a crash may: all complete
// lines come back, and nobody takes it for a whole one.
func TestCutAnywhere(t *testing.T) {
	data := encode(t, whole())
	header := bytes.IndexByte(data, '\n')
	for n := header + 1; n < len(data); n++ {
		rec, err := decode(data[:n])
		complete := data[n-1] == '\n'
		if complete != (err == nil) || !complete && !errors.Is(err, results.ErrTruncated) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		lines := bytes.Count(data[:n], []byte("\n"))
		if got := 1 + len(rec.Proofs) + len(rec.Visits); got != lines || rec.End != nil {
			t.Fatalf("cut at %d: %d lines of %d, end %v", n, got, lines, rec.End)
		}
	}
	for n := range header {
		if _, err := decode(data[:n]); !errors.Is(err, results.ErrNotRecording) {
			t.Fatalf("cut in the header at %d: %v", n, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	lines := strings.Split(string(encode(t, whole())), "\n")
	header, proof, visit, end := lines[0]+"\n", lines[1]+"\n", lines[2]+"\n", lines[4]+"\n"
	for name, c := range map[string]struct{ data, expect string }{
		"nothing":         {"", "the file is empty"},
		"another file":    {"goos: linux\n", "not a probecost recording"},
		"no header":       {visit, "the first line is not a header"},
		"null":            {"null\n", "the first line is not a header"},
		"two headers":     {header + header, "second header"},
		"after the end":   {header + end + visit, "line after the end"},
		"unknown kind":    {header + `{"epilogue":{}}` + "\n", "written by a newer probecost?"},
		"two kinds":       {header + proof[:len(proof)-2] + "," + visit[1:], "more than one of"},
		"two on a line":   {header + proof[:len(proof)-1] + visit, "bad line"},
		"newer schema":    {strings.Replace(header, `"schema":1`, `"schema":99`, 1), "use a newer one"},
		"unknown metric":  {strings.Replace(header, "ns/event", "furlongs", 1), "unknown metric"},
		"no operations":   {strings.Replace(header, `"ops":100`, `"ops":0`, 1), "bad plan"},
		"no chunks":       {header + strings.Replace(visit, "[1,4611686018427387904]", "[]", 1), "no chunks"},
		"canaries":        {header + strings.Replace(visit, "[3,4,5]", "[3]", 1), "1 canaries around 2 chunks"},
		"no events":       {header + strings.Replace(visit, `"events_per_op":1`, `"events_per_op":0`, 1), "0 events"},
		"block too large": {header + strings.Replace(visit, `"block":0`, `"block":2`, 1), "block 2 of 2"},
		"block negative":  {header + strings.Replace(visit, `"block":0`, `"block":-1`, 1), "block -1 of 2"},
		"endless line":    {header + strings.Repeat("x", 9<<20), "line is longer than"},
	} {
		if _, err := decode([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.expect) {
			t.Errorf("%s: error %v, want %q", name, err, c.expect)
		}
	}
}

// TestReadPaths uses a folder whose name is a pattern to some.
func TestReadPaths(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "runs [6.12] *")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := results.ReadPaths(dir); err == nil || !strings.Contains(err.Error(), "no recordings") {
		t.Errorf("empty folder: %v", err)
	}
	data := encode(t, whole())
	for name, data := range map[string][]byte{
		"b.jsonl": data, "a.jsonl": data[:len(data)-1], "table.txt": []byte("no recording"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	recs, truncated, err := results.ReadPaths(dir, filepath.Join(dir, "b.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if len(recs) != 3 || filepath.Base(recs[0].Name) != "a.jsonl" || recs[0].End != nil || recs[1].End == nil {
		t.Errorf("read %d recordings", len(recs))
	}
	if len(truncated) != 1 || !errors.Is(truncated[0], results.ErrTruncated) {
		t.Errorf("truncated: %v", truncated)
	}
	if _, _, err := results.ReadPaths(filepath.Join(dir, "table.txt")); !errors.Is(err, results.ErrNotRecording) {
		t.Errorf("a file that is no recording: %v", err)
	}
}

// brokenWriter is a full disk.
type brokenWriter struct{}

var errFull = errors.New("no space left on device")

func (brokenWriter) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	if err := results.NewWriter(brokenWriter{}).End(results.End{}); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

// FuzzRead checks that no file makes the reader panic, and that what it
// accepts is the same after writing and reading it again.
func FuzzRead(f *testing.F) {
	data := encode(f, whole())
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte("{\"header\":{\"schema\":1,\"metric\":\"ns/event\",\"plan\":{\"ops\":1,\"chunks\":1,\"blocks\":1}}}"))
	f.Add([]byte("{\"header\":null}\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rec, err := decode(data)
		if err != nil && !errors.Is(err, results.ErrTruncated) {
			return
		}
		again, err := decode(encode(t, rec))
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if diff := cmp.Diff(rec, again, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("read is not what was written (-first +second):\n%s", diff)
		}
	})
}
