package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// styles are objects written as the authors of other projects write theirs, and
// what is measured of each. See bench/object/testdata.
var styles = map[string][]string{
	"skeleton": {"handle_comm (fentry)", "handle_rename (tracepoint)", "all (together)"},
	"bpf2go":   {"kprobe_set_comm (kprobe)"},
	"tool":     {"rename_btf (tp_btf)", "rename_raw (raw_tracepoint)", "all (together)"},
	"globals":  {"count_all (raw_tracepoint)"},
	"buffers":  {"to_perf (raw_tracepoint)", "to_ring (raw_tracepoint)", "all (together)"},
	"tail":     {"apart (raw_tracepoint)", "first (raw_tracepoint)", "second (raw_tracepoint)", "all (together)"},
}

func styleObject(name string) string { return "../../bench/object/testdata/" + name + ".bpf.o" }

// TestCountStyles counts all programs of each object, unchanged, on both kernels.
func TestCountStyles(t *testing.T) {
	if !haveVM() {
		t.Skip("QEMU or the kernels 6.1 and 6.12 are not there: make kernels")
	}
	for name, subjects := range styles {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var stdout, stderr bytes.Buffer
			args := []string{"count", "--kernel", "6.1,6.12", "--workload", "task_rename", "--object", styleObject(name), "--out", dir}
			if status := run(t.Context(), args, &stdout, &stderr); status != exitGood {
				t.Fatalf("exit status %d\n%s%s", status, &stdout, &stderr)
			}
			for _, kernel := range []string{"6.1", "6.12"} {
				table := onlyTable(t, fmt.Sprintf("%s/count-%s%s", dir, kernel, results.Extension))
				if diff := cmp.Diff(subjects, ownSubjects(table)); diff != "" {
					t.Errorf("%s: %s", kernel, diff)
				}
				for _, row := range table.Rows {
					if row.Program != "" && (row.Estimate == nil || row.Estimate.Overhead < 50) {
						t.Errorf("%s: %s: %+v, %s", kernel, row.Subject(), row.Estimate, row.Reason)
					}
				}
			}
		})
	}
}

// TestRunStyles times all programs of each object that this kernel can attach.
// So few blocks on a busy machine may be inconclusive, or found to be invalid;
// that all was measured which the kernel has is seen all the same.
func TestRunStyles(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
	for name, subjects := range styles {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out, err := exec.Command("probecost", "run", "--out", dir, "--blocks", "7", "--workload", "task_rename", "--object", styleObject(name),
				"--program", "*").CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !(errors.As(err, &exit) && slices.Contains([]int{exitInvalid, exitInconclusive}, exit.ExitCode())) {
				if bytes.Contains(out, []byte("cannot measure")) {
					t.Skipf("this kernel can attach none of them: %s", out)
				}
				t.Fatalf("%v\n%s", err, out)
			}
			rec, err := results.ReadFile(dir + "/run" + results.Extension)
			if err != nil {
				t.Fatal(err)
			}
			visits := map[results.Arm]int{}
			for _, v := range rec.Visits {
				visits[v.Arm]++
			}
			table := onlyTable(t, rec.Name)
			if diff := cmp.Diff(slices.Sorted(slices.Values(subjects)), slices.Sorted(slices.Values(ownSubjects(table)))); diff != "" {
				t.Error(diff)
			}
			for _, row := range table.Rows {
				if row.Program != "" && !row.NotMeasured && visits[row.Arm] < 7 {
					t.Errorf("%s: %d visits of 7: %s", row.Subject(), visits[row.Arm], row.Reason)
				}
				if row.NotMeasured {
					t.Logf("%s: %s", row.Subject(), row.Reason)
				}
			}
		})
	}
}

// onlyTable is that of a recording with one.
func onlyTable(t *testing.T, path string) analysis.Table {
	t.Helper()
	rec, err := results.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := analysis.Analyze(rec)
	if err != nil || len(tables) != 1 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	return tables[0]
}

func ownSubjects(t analysis.Table) (all []string) {
	for _, row := range t.Rows {
		if row.Program != "" {
			all = append(all, row.Subject())
		}
	}
	return all
}
