package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// timesOfDay are all that may differ between two recordings of one kernel.
var timesOfDay = regexp.MustCompile(`"(started|finished)":"[^"]*"`)

// TestCountReference counts task_rename with the empty handler, twice, and
// compares with figures that two independent programs, in C and in Go, found
// for the same kernels. ± 3 allows for a newer build of the kernel.
func TestCountReference(t *testing.T) {
	if !haveVM() {
		t.Skip("QEMU or the kernels 6.1 and 6.12 are not there: make kernels")
	}
	want := map[string]map[string]float64{
		"6.1":  {"kprobe": 342, "raw_tracepoint": 69, "tp_btf": 69, "fentry": 127, "tracepoint": 333},
		"6.12": {"kprobe": 361, "raw_tracepoint": 86, "tp_btf": 86, "fentry": 134, "tracepoint": 407},
	}
	first, second := count(t), count(t)
	for kernel, overheads := range want {
		if diff := cmp.Diff(string(timesOfDay.ReplaceAll(first[kernel], nil)), string(timesOfDay.ReplaceAll(second[kernel], nil))); diff != "" {
			t.Errorf("%s: two recordings differ by more than times of day:\n%s", kernel, diff)
		}
		rec, err := results.Read(kernel, bytes.NewReader(first[kernel]))
		if err != nil {
			t.Fatal(err)
		}
		tables, err := analysis.Analyze(rec)
		if err != nil {
			t.Fatal(err)
		}
		for attach, overhead := range overheads {
			row := tables[0].Row(attach)
			if row == nil || row.Estimate == nil {
				t.Errorf("%s %s: not measured: %+v", kernel, attach, row)
				continue
			}
			if got := row.Estimate.Overhead; got < overhead-3 || got > overhead+3 {
				t.Errorf("%s %s: %v instructions over base, want %v ± 3", kernel, attach, got, overhead)
			}
		}
		// The C loop of test_overhead takes 1047 on 6.12.
		if base := tables[0].Row("base").Estimate.Value; base > 1047 {
			t.Errorf("%s: a bare write to comm takes %v instructions", kernel, base)
		}
	}
}

// count returns the recordings of both kernels.
func count(t *testing.T) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	args := []string{"count", "--kernel", "6.1,6.12", "--workload", "task_rename", "--out", dir}
	if status := run(t.Context(), args, &stdout, &stderr); status != exitGood {
		t.Fatalf("exit status %d\n%s%s", status, &stdout, &stderr)
	}
	recordings := map[string][]byte{}
	for _, kernel := range []string{"6.1", "6.12"} {
		text, err := os.ReadFile(fmt.Sprintf("%s/count-%s%s", dir, kernel, results.Extension))
		if err != nil {
			t.Fatal(err)
		}
		recordings[kernel] = text
	}
	return recordings
}
