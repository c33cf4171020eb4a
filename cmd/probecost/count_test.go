package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/vm"
	"github.com/probecost/probecost/internal/progress"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// timesOfDay are all that may differ between two recordings of one kernel.
var timesOfDay = regexp.MustCompile(`"(started|finished)":"[^"]*"`)

// reference has figures that two independent programs, in C and in Go, found for
// the same kernels. ± 3 allows for a newer build of the kernel.
type reference struct {
	arch, handler string
	must          []string // kernels that have to be there
	want          map[string]map[string]float64
	base          float64 // what a bare write to comm may take
}

// The C loop of test_overhead takes 1047 on 6.12, of amd64.
var references = []reference{
	{"amd64", "empty", []string{"6.1", "6.12"}, map[string]map[string]float64{
		"6.1":  {"kprobe": 342, "raw_tracepoint": 69, "tp_btf": 69, "fentry": 127, "tracepoint": 333},
		"6.12": {"kprobe": 361, "raw_tracepoint": 86, "tp_btf": 86, "fentry": 134, "tracepoint": 407},
	}, 1047},
	{"arm64", "count", []string{"6.12"}, map[string]map[string]float64{
		"6.1":  {"kprobe": 951, "raw_tracepoint": 150, "tracepoint": 443},
		"6.12": {"kprobe": 745, "raw_tracepoint": 141, "fentry": 186, "tracepoint": 463},
		"7.3":  {"kprobe": 777, "raw_tracepoint": 241, "fentry": 177, "tracepoint": 534},
	}, 1200},
}

// TestCountReference counts task_rename, twice, and compares with figures from
// elsewhere. On 7.3 of arm64 interrupts came at another moment in two of ten
// recordings, which changed no figure.
func TestCountReference(t *testing.T) {
	for _, r := range references {
		t.Run(r.arch, func(t *testing.T) {
			kernels := r.kernels(t)
			first, second := r.count(t, kernels), r.count(t, kernels)
			for _, kernel := range kernels {
				r.check(t, kernel, first[kernel])
				r.check(t, kernel, second[kernel])
				diff := cmp.Diff(string(timesOfDay.ReplaceAll(first[kernel], nil)), string(timesOfDay.ReplaceAll(second[kernel], nil)))
				if diff != "" && slices.Contains(r.must, kernel) {
					t.Errorf("%s: two recordings differ by more than times of day:\n%s", kernel, diff)
				}
			}
		})
	}
}

// kernels are those to count on; without those that must be there the test ends.
func (r reference) kernels(t *testing.T) []string {
	t.Helper()
	if err := lacking(r.arch, r.must...); err != nil {
		t.Skip(err)
	}
	kernels := slices.Clone(r.must)
	for kernel := range r.want {
		if slices.Contains(r.must, kernel) {
			continue
		}
		if slices.Contains(vm.Cached(r.arch), kernel) {
			kernels = append(kernels, kernel)
		} else {
			t.Logf("not counted on %s, which is not there: scripts/kernel.sh --arch %s %s", kernel, r.arch, kernel)
		}
	}
	return kernels
}

// count returns the recordings of the kernels.
func (r reference) count(t *testing.T, kernels []string) map[string][]byte {
	t.Helper()
	useGuest(t, r.arch)
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	args := []string{"count", "--arch", r.arch, "--kernel", strings.Join(kernels, ","), "--workload", "task_rename", "--handler", r.handler, "--out", dir}
	if status := run(t.Context(), args, &stdout, &stderr); status != exitGood {
		t.Fatalf("exit status %d\n%s%s", status, &stdout, &stderr)
	}
	recordings := map[string][]byte{}
	for _, kernel := range kernels {
		image, err := vm.Resolve(t.Context(), kernel, r.arch, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if recordings[kernel], err = os.ReadFile(filepath.Join(dir, "count-"+image.Name+results.Extension)); err != nil {
			t.Fatal(err)
		}
	}
	return recordings
}

// check compares the figures of one recording.
func (r reference) check(t *testing.T, kernel string, recording []byte) {
	t.Helper()
	rec, err := results.Read(kernel, bytes.NewReader(recording))
	if err != nil {
		t.Fatal(err)
	}
	tables, err := analysis.Analyze(rec)
	if err != nil {
		t.Fatal(err)
	}
	for attach, want := range r.want[kernel] {
		row := tables[0].Row(attach)
		if row == nil || row.Estimate == nil {
			t.Errorf("%s %s: not measured: %+v", kernel, attach, row)
			continue
		}
		if got := row.Estimate.Overhead; got < want-3 || got > want+3 {
			t.Errorf("%s %s: %v instructions over base, want %v ± 3", kernel, attach, got, want)
		}
	}
	if base := tables[0].Row("base").Estimate.Value; base > r.base {
		t.Errorf("%s: a bare write to comm takes %v instructions", kernel, base)
	}
	if rec.Header.Environment.Arch != r.arch {
		t.Errorf("%s: the recording says %s", kernel, rec.Header.Environment.Arch)
	}
}

// useGuest has the guests of an architecture run this program, built for it.
func useGuest(t *testing.T, arch string) {
	t.Helper()
	if arch == runtime.GOARCH {
		return
	}
	path := filepath.Join(t.TempDir(), "probecost")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-X github.com/probecost/probecost/bench.version="+bench.Version(), "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the program for %s: %v\n%s", arch, err, out)
	}
	t.Setenv("PROBECOST_GUEST_BINARY", path)
}

// TestGuestOfAnotherVersion shows that a guest does not run another version of
// this program.
func TestGuestOfAnotherVersion(t *testing.T) {
	header, err := json.Marshal(map[string]any{"header": results.Header{Environment: results.Environment{Probecost: "older", Arch: "arm64"}}})
	if err != nil {
		t.Fatal(err)
	}
	f := progress.Follow(func(bench.Step) {})
	if _, err := f.Write(append(header, '\n')); err == nil || !strings.Contains(err.Error(), "older") || !strings.Contains(err.Error(), "make build-arm64") {
		t.Errorf("got %v", err)
	}
}
