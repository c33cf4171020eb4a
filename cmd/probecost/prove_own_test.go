package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"testing"

	"github.com/probecost/probecost/results/verdict"
)

// The two builds that are compared: a program that hardly does anything, and the
// same with one helper call more.
const (
	oldBuild = "../../bench/object/testdata/counter-old.bpf.o"
	newBuild = "../../bench/object/testdata/counter-new.bpf.o"
)

// changeRow is one of changes.json.
type changeRow struct {
	Kernel, Program string
	Change          *float64
	Verdict         verdict.Verdict
}

// compared runs probecost with two builds and returns what became of their
// programs, and the exit status.
func compared(t *testing.T, before, after string, args ...string) ([]changeRow, int) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("probecost", append(args, "--out", dir, "--object", "old="+before, "--object", "new="+after)...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	status := cmd.ProcessState.ExitCode()
	if status != exitGood && status != exitRegression {
		t.Logf("exit status %d: %s", status, out[max(0, bytes.LastIndex(out, []byte("probecost: "))):])
	}
	text, err := os.ReadFile(dir + "/changes.json")
	if errors.Is(err, fs.ErrNotExist) && (status == exitInvalid || status == exitInconclusive) {
		return []changeRow{{}}, status // the pilot came to nothing
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var all struct{ Changes []changeRow }
	if err := json.Unmarshal(text, &all); err != nil || len(all.Changes) == 0 {
		t.Fatalf("nothing was compared: %v\n%s", err, out)
	}
	return all.Changes, status
}

// TestProveOneCallMore compares two builds that differ by one helper call, 20
// times: at least 19 times that is found, of the right sign. A run that is good
// as well ends with the status of a regression, and none as if nothing were.
func TestProveOneCallMore(t *testing.T) {
	proving(t)
	found, good := 0, 0
	for range 20 {
		changes, status := compared(t, oldBuild, newBuild, "run", "--workload", "bpf_trigger", "--precision", "2ns")
		c := changes[0]
		t.Log(describeChange(c), "exit status", status)
		if c.Verdict == verdict.Worse && *c.Change > 0 {
			found++
		}
		if status == exitGood {
			t.Error("passed")
		}
		if status == exitRegression {
			good++
		}
	}
	t.Logf("found in %d of 20 runs, of which %d were good", found, good)
	if found < 19 {
		t.Errorf("found in %d of 20 runs, want at least 19", found)
	}
}

// TestProveIdenticalBuilds compares a build with itself, 20 times: it is never
// said to be worse.
func TestProveIdenticalBuilds(t *testing.T) {
	proving(t)
	for range 20 {
		changes, status := compared(t, oldBuild, oldBuild, "run", "--workload", "bpf_trigger", "--precision", "2ns")
		t.Log(describeChange(changes[0]), "exit status", status)
		if changes[0].Verdict == verdict.Worse || status == exitRegression {
			t.Error("said to be worse")
		}
	}
}

// TestProveCountedChange counts both, in ten orders on two kernels each, with
// the example's three kinds of programs: always found, and never where there is
// none.
func TestProveCountedChange(t *testing.T) {
	proving(t)
	if !haveVM() {
		t.Skip("QEMU or the kernels 6.1 and 6.12 are not there: make kernels")
	}
	const before, after = "../../examples/agent/agent-old.bpf.o", "../../examples/agent/agent-new.bpf.o"
	for seed := range 10 {
		args := []string{"count", "--kernel", "6.1,6.12", "--workload", "task_rename", "--seed", fmt.Sprint(seed + 1)}
		changes, status := compared(t, before, after, args...)
		if len(changes) != 8 || status != exitRegression {
			t.Errorf("%d changes, exit status %d", len(changes), status)
		}
		for _, c := range changes {
			if c.Verdict != verdict.Worse || *c.Change <= 0 {
				t.Error(describeChange(c))
			}
		}
		changes, status = compared(t, before, before, args...)
		if len(changes) != 8 || status != exitGood {
			t.Errorf("identical: %d changes, exit status %d", len(changes), status)
		}
		for _, c := range changes {
			if c.Verdict != verdict.Same || *c.Change != 0 {
				t.Error("identical:", describeChange(c))
			}
		}
	}
}

func describeChange(c changeRow) string {
	if c.Change == nil {
		return fmt.Sprintf("%s %s: %v, no figure", c.Kernel, c.Program, c.Verdict)
	}
	return fmt.Sprintf("%s %s: %+.2f, %v", c.Kernel, c.Program, *c.Change, c.Verdict)
}
