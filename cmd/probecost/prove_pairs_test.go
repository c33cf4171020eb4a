package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
)

// status runs the program, and returns its exit status.
func status(t *testing.T, args ...string) (int, string) {
	t.Helper()
	out, err := exec.Command("probecost", args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit == nil {
		return exitGood, string(out)
	}
	return exit.ExitCode(), string(out)
}

// TestProvePairs measures the same twice, 30 times: no pair is a regression. A
// run that is invalid or inconclusive says nothing, and most must say something.
func TestProvePairs(t *testing.T) {
	proving(t)
	seen := map[int]int{}
	for range 30 {
		var pair []string
		for _, name := range []string{"old", "new"} {
			dir := filepath.Join(t.TempDir(), name)
			s, out := status(t, "run", "--quick", "--workload", "task_rename", "--handler", "empty", "--out", dir)
			if s != exitGood && s != exitInvalid && s != exitInconclusive {
				t.Fatalf("exit status %d\n%s", s, out)
			}
			pair = append(pair, dir)
		}
		s, out := status(t, "compare", pair[0], pair[1])
		seen[s]++
		if s == exitRegression {
			t.Errorf("nothing has changed, and yet:\n%s", out)
		}
	}
	t.Logf("exit statuses of 30 pairs: %v", seen)
	if judged := seen[exitGood] + seen[exitInconclusive]; judged < 15 {
		t.Errorf("only %d of 30 pairs could be compared", judged)
	}
}
