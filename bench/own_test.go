package bench_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/fake"
	"github.com/probecost/probecost/bench/object"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// ownOptions measure programs of objects in object/testdata: LABEL=NAME, or NAME.
func ownOptions(objects ...string) bench.Options {
	o := smallOptions()
	o.Handlers = nil
	for _, text := range objects {
		label, name, ok := strings.Cut(text, "=")
		if !ok {
			label, name = "", text
		}
		o.Own.Objects = append(o.Own.Objects, bench.ObjectFile{Label: label, Path: "object/testdata/" + name + ".bpf.o"})
	}
	return o
}

// subjects are what the arms of a recording measure, controls left out.
func subjects(rec *results.Recording) []string {
	var all []string
	for _, arm := range rec.Header.Plan.Arms {
		if arm.Program != "" {
			all = append(all, arm.Subject())
		}
	}
	return all
}

func TestMeasureOwn(t *testing.T) {
	named := ownOptions("tail")
	named.Own.Programs = []string{"first"}
	pattern := ownOptions("skeleton")
	pattern.Own.Programs = []string{"handle_*"}
	override := ownOptions("skeleton")
	override.Own.Programs, override.Own.Attach = []string{"handle_rename"}, []string{"handle_r*=raw_tp/task_rename"}
	for name, test := range map[string]struct {
		options bench.Options
		want    []string
	}{
		"one program": {ownOptions("globals"), []string{"count_all (raw_tracepoint)"}},
		"named":       {named, []string{"first (raw_tracepoint)"}},
		"a pattern":   {pattern, []string{"handle_comm (fentry)", "handle_rename (tracepoint)", "all (together)"}},
		"an override": {override, []string{"handle_rename (raw_tracepoint)"}},
		"two objects": {ownOptions("old=counter-old", "new=counter-new"), []string{"old note_time (raw_tracepoint)", "new note_time (raw_tracepoint)"}},
		"two of several": {ownOptions("a=buffers", "b=buffers"), []string{
			"a to_perf (raw_tracepoint)", "a to_ring (raw_tracepoint)", "a all (together)",
			"b to_perf (raw_tracepoint)", "b to_ring (raw_tracepoint)", "b all (together)"}},
	} {
		t.Run(name, func(t *testing.T) {
			kernel := &fake.Kernel{}
			rec, err := record(t, t.Context(), test.options, kernel)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, subjects(rec)); diff != "" {
				t.Error(diff)
			}
			if want := 3 * len(rec.Header.Plan.Arms); len(rec.Visits) != want {
				t.Errorf("%d visits, want %d", len(rec.Visits), want)
			}
			if len(rec.Proofs) != len(test.want) || rec.Proofs[0].Runs == 0 || rec.Proofs[0].Driven == 0 {
				t.Errorf("proofs %+v", rec.Proofs)
			}
			if len(rec.Header.Objects) != len(test.options.Own.Objects) || rec.Header.Objects[0].SHA256 == "" {
				t.Errorf("objects %+v", rec.Header.Objects)
			}
			if got := rec.Header.Objects[0].Attach; !slices.Equal(got, test.options.Own.Attach) {
				t.Errorf("overrides %v were recorded as %v", test.options.Own.Attach, got)
			}
			if kernel.Workers != 0 || kernel.Loaded != 0 {
				t.Errorf("%d workers alive, %d probes left", kernel.Workers, kernel.Loaded)
			}
		})
	}
}

// TestProvedOnce counts how often programs are loaded: once for the proof, and
// once a visit.
func TestProvedOnce(t *testing.T) {
	kernel := &fake.Kernel{}
	lab, loads := kernel.Lab(), 0
	load := lab.LoadOwn
	lab.LoadOwn = func(o *object.Object, ps []object.Program, h workloads.Hook, p object.Pace) (bench.Probe, error) {
		loads++
		return load(o, ps, h, p)
	}
	var out bytes.Buffer
	if err := bench.Measure(t.Context(), ownOptions("a=buffers", "b=buffers"), lab, results.NewWriter(&out), func(string, int, int) {}); err != nil {
		t.Fatal(err)
	}
	if want := 6 + 6*3; loads != want { // six arms, three blocks
		t.Errorf("%d times loaded, want %d", loads, want)
	}
}

// TestMeasureOwnLeavesOut shows that a program of no attach type is listed with
// the reason, unless it was named: then it is an error.
func TestMeasureOwnLeavesOut(t *testing.T) {
	rec, err := record(t, t.Context(), ownOptions("faulty"), &fake.Kernel{})
	if err != nil {
		t.Fatal(err)
	}
	if m := rec.Header.Missing; len(m) != 1 || m[0].Subject() != "packet (xdp)" || !strings.Contains(m[0].Reason, `SEC("xdp")`) {
		t.Errorf("missing: %+v", m)
	}
	if slices.ContainsFunc(subjects(rec), func(s string) bool { return strings.Contains(s, "packet") }) {
		t.Errorf("arms: %q", subjects(rec))
	}
	o := ownOptions("faulty")
	o.Own.Programs = []string{"packet"}
	if rec, err := record(t, t.Context(), o, &fake.Kernel{}); rec != nil || err == nil || !strings.Contains(err.Error(), `SEC("xdp")`) {
		t.Errorf("named: recording %v, error %v", rec, err)
	}
}

// TestMeasureOwnSets shows that a variable is set in every object that has it.
func TestMeasureOwnSets(t *testing.T) {
	o := ownOptions("a=globals", "b=tool")
	o.Own.Set = []string{"u16=7", "targ_ms=true"}
	rec, err := record(t, t.Context(), o, &fake.Kernel{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"u16=7", "targ_ms=true"} {
		if got := rec.Header.Objects[i].Set; !slices.Equal(got, []string{want}) {
			t.Errorf("object %d: set %q, want %q", i, got, want)
		}
	}
}

func TestMeasureOwnRefuses(t *testing.T) {
	change := func(f func(*bench.Own)) bench.Options {
		o := ownOptions("skeleton")
		f(&o.Own)
		return o
	}
	for name, test := range map[string]struct {
		options bench.Options
		kernel  *fake.Kernel
		usage   bool
		want    string
	}{
		"no such file":     {ownOptions("nothing"), &fake.Kernel{}, false, "read the object: open object/testdata/nothing.bpf.o"},
		"unknown program":  {change(func(o *bench.Own) { o.Programs = []string{"handle_renam"} }), &fake.Kernel{}, true, `did you mean "handle_rename"?`},
		"unknown variable": {change(func(o *bench.Own) { o.Set = []string{"my_pit=1"} }), &fake.Kernel{}, true, `did you mean "my_pid"?`},
		"no value":         {change(func(o *bench.Own) { o.Set = []string{"my_pid"} }), &fake.Kernel{}, true, `"my_pid" is not of the form name=value`},
		"a wrong value":    {change(func(o *bench.Own) { o.Set = []string{"my_pid=x"} }), &fake.Kernel{}, true, `object skeleton.bpf.o: set my_pid to "x"`},
		"a wrong section":  {change(func(o *bench.Own) { o.Attach = []string{"xdp"} }), &fake.Kernel{}, true, `--attach "xdp"`},
		"a wrong pattern":  {change(func(o *bench.Own) { o.Attach = []string{"[=kprobe"} }), &fake.Kernel{}, true, "syntax error in pattern"},
		"for no program":   {change(func(o *bench.Own) { o.Attach = []string{"handle_renam=kprobe"} }), &fake.Kernel{}, true, `did you mean "handle_rename"?`},
		"it never runs":    {change(func(*bench.Own) {}), &fake.Kernel{Silent: true}, false, "on task_rename: it never ran at 16 events"},
		"it does not load": {change(func(*bench.Own) {}), &fake.Kernel{Faults: fault("load")}, false, "fault injected"},
		"nor attach":       {change(func(*bench.Own) {}), &fake.Kernel{Faults: fault("attach")}, false, "fault injected"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := record(t, t.Context(), test.options, test.kernel)
			var usage *bench.UsageError
			if err == nil || !strings.Contains(err.Error(), test.want) || errors.As(err, &usage) != test.usage {
				t.Errorf("error %v (usage: %v), want one with %q", err, errors.As(err, &usage), test.want)
			}
			if test.kernel.Workers != 0 || test.kernel.Loaded != 0 {
				t.Errorf("%d workers alive, %d probes left", test.kernel.Workers, test.kernel.Loaded)
			}
		})
	}
}
