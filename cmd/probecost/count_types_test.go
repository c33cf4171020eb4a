package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// reference is how many instructions the counting program takes over base at
// task_rename, by kernel: two independent programs, in C and in Go, found the
// same within 3.
var reference = map[string]map[string]float64{
	"5.10": {"raw_tracepoint": 66, "tp_btf": 66, "fentry": 53, "kprobe": 290, "tracepoint": 296, "kretprobe": 633, "kprobe_int3": 412},
	"6.1":  {"raw_tracepoint": 88, "tp_btf": 88, "fentry": 146, "kprobe": 361, "tracepoint": 352, "kretprobe": 601, "kprobe_int3": 735},
	"6.12": {"raw_tracepoint": 105, "tp_btf": 105, "fentry": 153, "kprobe": 380, "tracepoint": 426, "kretprobe": 661, "kprobe_int3": 736},
	"6.18": {"raw_tracepoint": 105, "tp_btf": 105, "fentry": 134, "kprobe": 350, "tracepoint": 414, "kretprobe": 661, "kprobe_int3": 733},
	"7.3":  {"raw_tracepoint": 138, "tp_btf": 138, "fentry": 135, "kprobe": 350, "tracepoint": 419, "kretprobe": 661, "kprobe_int3": 728},
}

// missing are the attach types that a kernel has not, each with a part of the
// reason.
var missing = map[string]map[string]string{
	"5.10": {"kprobe.multi": "needs Linux 5.18", "kretprobe.multi": "needs Linux 5.18", "kprobe.session": "needs Linux 6.10",
		"fsession": "needs Linux 7.0", "fmod_ret": "result of __set_task_comm"},
	"6.1": {"kprobe.multi": "CONFIG_FPROBE", "kretprobe.multi": "CONFIG_FPROBE", "kprobe.session": "needs Linux 6.10",
		"fsession": "needs Linux 7.0", "fmod_ret": "result of __set_task_comm"},
	"6.12": {"fsession": "needs Linux 7.0", "fmod_ret": "result of __set_task_comm"},
	"6.18": {"fsession": "needs Linux 7.0", "fmod_ret": "result of __set_task_comm"},
	"7.3":  {"fmod_ret": "result of __set_task_comm"},
}

// TestCountEveryType counts with every attach type on the kernels that the other
// tests need.
func TestCountEveryType(t *testing.T) {
	if !haveVM() {
		t.Skip("QEMU or the kernels 6.1 and 6.12 are not there: make kernels")
	}
	testEveryType(t, "6.1", "6.12")
}

// TestProveEveryType does the same on all five kernels, and says how long it took.
func TestProveEveryType(t *testing.T) {
	if os.Getenv("PROBECOST_PROVE") == "" {
		t.Skip("takes minutes and more kernels: make prove")
	}
	start := time.Now()
	testEveryType(t, "5.10", "6.1", "6.12", "6.18", "7.3")
	t.Logf("five kernels took %v; 3 minutes is what it may take on two CPUs that do nothing else", time.Since(start))
}

func testEveryType(t *testing.T, kernels ...string) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	args := []string{"count", "--kernel", strings.Join(kernels, ","), "--workload", "task_rename", "--attach", "all", "--handler", "count", "--out", dir}
	if status := run(t.Context(), args, &stdout, &stderr); status != exitGood {
		t.Fatalf("exit status %d\n%s%s", status, &stdout, &stderr)
	}
	for _, kernel := range kernels {
		table := onlyTable(t, fmt.Sprintf("%s/count-%s%s", dir, kernel, results.Extension))
		for attach, want := range reference[kernel] {
			row := table.Row(attach)
			if row == nil || row.Estimate == nil {
				t.Errorf("%s: %s was not measured: %+v", kernel, attach, row)
			} else if got := row.Estimate.Overhead; math.Abs(got-want) > 2 {
				t.Errorf("%s: %s takes %v instructions over base, want %v ± 2", kernel, attach, got, want)
			}
		}
		everyReason(t, kernel, table)
	}
}

// everyReason shows that what was not measured says why, and is what this kernel
// lacks.
func everyReason(t *testing.T, kernel string, table analysis.Table) {
	t.Helper()
	for _, row := range table.Rows {
		want, lacking := missing[kernel][row.Attach]
		switch {
		case lacking != (row.Estimate == nil):
			t.Errorf("%s: %s: estimate %+v (%s)", kernel, row.Attach, row.Estimate, row.Reason)
		case lacking && !strings.Contains(row.Reason, want):
			t.Errorf("%s: %s is missing because %q, want %q", kernel, row.Attach, row.Reason, want)
		}
	}
}
