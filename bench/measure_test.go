package bench_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/results"
)

func smallOptions() bench.Options {
	return bench.Options{
		Workloads: []string{"task_rename"}, Handlers: []string{"empty", "count"}, Metric: results.Time, CPUs: 4,
		Plan: results.Plan{Blocks: 3, Chunks: 10, Ops: 5, Warmup: 3, Seed: 1},
	}
}

// record measures and returns what was written, read back.
func record(t *testing.T, ctx context.Context, o bench.Options, kernel *fake.Kernel) (*results.Recording, error) {
	t.Helper()
	var out bytes.Buffer
	failure := bench.Measure(ctx, o, kernel.Lab(), results.NewWriter(&out), func(bench.Step) {})
	if out.Len() == 0 {
		return nil, failure
	}
	rec, err := results.Read("memory", &out)
	if err != nil {
		t.Fatal(err)
	}
	return rec, failure
}

func TestMeasure(t *testing.T) {
	kernel := &fake.Kernel{Lacks: []string{"fentry"}}
	rec, err := record(t, t.Context(), smallOptions(), kernel)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Proofs) != 4 { // kprobe, tracepoint, raw_tracepoint, tp_btf
		t.Errorf("%d proofs", len(rec.Proofs))
	}
	if want := 3 * len(rec.Header.Plan.Arms); len(rec.Visits) != want || rec.End == nil || rec.End.Blocks != 3 {
		t.Errorf("%d visits, want %d; end %+v", len(rec.Visits), want, rec.End)
	}
	if len(rec.Header.Missing) != 2 || rec.Header.Missing[0].Attach != "fentry" || rec.Header.Missing[0].Reason == "" {
		t.Errorf("missing: %+v", rec.Header.Missing)
	}
	if kernel.Workers != 0 || kernel.Loaded != 0 {
		t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
	}
}

// TestMeasureRefuses shows that nothing is measured, or recorded, if what was
// asked for cannot be had.
func TestMeasureRefuses(t *testing.T) {
	named := smallOptions()
	named.Attach = []string{"fentry"}
	unknown := smallOptions()
	unknown.Attach = []string{"fentri"}
	for name, test := range map[string]struct {
		options bench.Options
		kernel  *fake.Kernel
		want    string
	}{
		"named and lacking": {named, &fake.Kernel{Lacks: []string{"fentry"}}, "fentry on task_rename: this kernel was built without CONFIG_FAKE"},
		"all lacking": {smallOptions(), &fake.Kernel{Lacks: []string{"kprobe", "tracepoint", "raw_tracepoint", "fentry", "tp_btf"}},
			"cannot measure"},
		"unknown":     {unknown, &fake.Kernel{}, `did you mean "fentry"?`},
		"no BTF":      {smallOptions(), &fake.Kernel{NoBTF: true}, "CONFIG_DEBUG_INFO_BTF"},
		"interpreted": {smallOptions(), &fake.Kernel{Machine: results.Environment{JIT: "0"}}, "bpf_jit_enable=1"},
	} {
		t.Run(name, func(t *testing.T) {
			rec, err := record(t, t.Context(), test.options, test.kernel)
			if rec != nil || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("recording %v, error %v, want one with %q", rec, err, test.want)
			}
		})
	}
	named.Lenient = true
	if _, err := record(t, t.Context(), named, &fake.Kernel{Lacks: []string{"fentry", "kprobe"}}); err == nil {
		t.Error("nothing can be attached, and that is no error")
	}
}

// TestMeasureIsInterrupted shows that the recording ends in good order.
func TestMeasureIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out bytes.Buffer
	progress := func(s bench.Step) {
		if s.Stage == bench.StageMeasuring && s.Done == 20 {
			cancel()
		}
	}
	kernel := &fake.Kernel{}
	err := bench.Measure(ctx, smallOptions(), kernel.Lab(), results.NewWriter(&out), progress)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	rec, err := results.Read("memory", &out)
	if err != nil || len(rec.Visits) != 20 || rec.End == nil || rec.End.Interrupted == "" {
		t.Errorf("%d visits, end %+v, %v", len(rec.Visits), rec.End, err)
	}
	if kernel.Workers != 0 || kernel.Loaded != 0 {
		t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
	}
}

// disk is a disk with so much room left.
type disk struct {
	bytes.Buffer
	room int
}

func (d *disk) Write(p []byte) (int, error) {
	n, _ := d.Buffer.Write(p[:min(len(p), d.room)])
	if d.room -= n; n < len(p) {
		d.room = 1 << 20 // somebody has deleted something
		return n, unix.ENOSPC
	}
	return n, nil
}

// TestMeasureOnAFullDisk shows that what had room reads back.
func TestMeasureOnAFullDisk(t *testing.T) {
	out := &disk{room: 8_000}
	kernel := &fake.Kernel{}
	err := bench.Measure(t.Context(), smallOptions(), kernel.Lab(), results.NewWriter(out), func(bench.Step) {})
	if !errors.Is(err, unix.ENOSPC) || !strings.Contains(err.Error(), "write recording") {
		t.Errorf("error %v", err)
	}
	rec, err := results.Read("memory", out)
	if !errors.Is(err, results.ErrTruncated) || len(rec.Visits) < 10 {
		t.Errorf("%d visits, %v", len(rec.Visits), err)
	}
	if kernel.Workers != 0 || kernel.Loaded != 0 {
		t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
	}
}

// TestMeasureTellsItsSteps: in their order, each visit once, up to the end; and
// where blocks are added, so is what there is to do.
func TestMeasureTellsItsSteps(t *testing.T) {
	o := smallOptions()
	o.Plan.Blocks, o.Plan.Most = 3, 6
	kernel := &fake.Kernel{Clock: slowClock(func(visit int) bool { return visit > 1 && visit < 20 })}
	var steps []bench.Step
	var out bytes.Buffer
	err := bench.Measure(t.Context(), o, kernel.Lab(), results.NewWriter(&out), func(s bench.Step) { steps = append(steps, s) })
	if err != nil {
		t.Fatal(err)
	}
	if steps[0].Stage != bench.StageSurvey || steps[1].Stage != bench.StageProof {
		t.Errorf("first steps: %+v", steps[:2])
	}
	done := 0
	for _, s := range steps {
		if s.Stage != bench.StageMeasuring {
			continue
		}
		if s.Done != done || s.Done > s.Total || s.Block > s.Blocks {
			t.Errorf("after %d visits: %+v", done, s)
		}
		done++
	}
	last := steps[len(steps)-1]
	if last.Done != done-1 || last.Total != last.Done || last.Blocks <= o.Plan.Blocks {
		t.Errorf("%d visits; last step %+v", done-1, last)
	}
}
