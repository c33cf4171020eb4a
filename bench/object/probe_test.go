package object

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

func root(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("not root: BPF programs cannot be loaded")
	}
}

// cause does a workload's operation so many times.
func cause(t *testing.T, w workloads.Workload, times int) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	drive, err := w.Open()
	if err == nil {
		err = errors.Join(drive.Call.Repeat(times), drive.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestStyles loads every program of the objects written in other projects'
// style, attaches it, and has it run.
func TestStyles(t *testing.T) {
	root(t)
	loader := attach.NewLoader()
	for _, style := range []string{"skeleton", "bpf2go", "tool", "globals", "buffers", "tail", "ways"} {
		o := open(t, style)
		for _, name := range o.Names() {
			t.Run(style+"/"+name, func(t *testing.T) {
				program, err := o.Program(name)
				if err != nil {
					t.Fatal(err)
				}
				w := workloads.TaskRename
				if !program.Type.Applies(w.Hook) {
					w = workloads.UprobeTrigger
				}
				if support := loader.Check(program.Type, w); support.State != attach.Available {
					t.Skipf("this kernel cannot attach %s: %s", program.Type.Name, support.Reason)
				}
				runs(t, o, loader, w, program)
			})
		}
	}
}

// TestTogether has two programs with a buffer each run at the same events.
func TestTogether(t *testing.T) {
	root(t)
	o := open(t, "buffers")
	var both []Program
	for _, name := range o.Names() {
		program, err := o.Program(name)
		if err != nil {
			t.Fatal(err)
		}
		both = append(both, program)
	}
	runs(t, o, attach.NewLoader(), workloads.TaskRename, both...)
}

// runs attaches programs, causes events, and counts the runs.
func runs(t *testing.T, o *Object, loader *attach.Loader, w workloads.Workload, programs ...Program) {
	t.Helper()
	p, err := o.Load(loader, programs, w.Hook, Calm)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := p.Attach(); err != nil {
		t.Fatal(err)
	}
	counting, err := attach.EnableStats()
	if err != nil {
		t.Fatal(err)
	}
	defer counting.Close()
	cause(t, w, 10)
	s, err := p.Stats()
	if err != nil || s.Runs < uint64(10*len(programs)*max(1, programs[0].Type.Runs)) {
		t.Errorf("%d runs at 10 events of %d programs (%v)", s.Runs, len(programs), err)
	}
	info, err := p.Info()
	if err != nil || info.Xlated == 0 || strings.Count(info.Target, ",") != len(programs)-1 || info.BufferFill > 1 || info.LostSamples > 0 {
		t.Errorf("info %+v, %v", info, err)
	}
}

// TestRingMakesRoom writes far more than a ring buffer holds, and more again
// after each time that it was emptied. The library runs the program, no event.
func TestRingMakesRoom(t *testing.T) {
	root(t)
	o := open(t, "buffers")
	program, err := o.Program("to_ring")
	if err != nil {
		t.Fatal(err)
	}
	spec, _, err := o.choose([]Program{program}, workloads.TaskRename.Hook)
	if err != nil {
		t.Fatal(err)
	}
	coll, err := attach.NewLoader().Collection(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer coll.Close()
	m := coll.Maps["ring"]
	r, err := newRing(m.FD(), m.MaxEntries())
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	write := func(records int) {
		for range records {
			if _, err := coll.Programs["to_ring"].Run(&ebpf.RunOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	const record = 32 + ringHeader
	fits := int(m.MaxEntries()) / record
	write(fits + 10)
	if share := r.empty(); share < 0.99 {
		t.Errorf("%.3f of the buffer in use though more was written than it holds", share)
	}
	for range 5 { // all around the buffer, so that records cross its end
		if share := r.empty(); share != 0 {
			t.Fatalf("%.3f of the buffer in use after it was emptied", share)
		}
		write(fits / 2)
		if share, want := r.empty(), float64(fits/2*record)/float64(m.MaxEntries()); share != want {
			t.Fatalf("%.3f of the buffer in use, want %.3f", share, want)
		}
	}
}

// TestLoadRefuses shows what is said of programs that the kernel does not take.
func TestLoadRefuses(t *testing.T) {
	root(t)
	o, loader := open(t, "faulty"), attach.NewLoader()
	for name, test := range map[string]struct {
		state attach.State
		want  string
	}{
		"unchecked": {attach.Refused, "load unchecked as raw_tracepoint to task_rename: the verifier refuses it:"},
		"misfit":    {attach.Refused, "it reads what this kernel has not: task_struct.no_such_field"},
		"nowhere":   {attach.Unavailable, "no_such_event"},
	} {
		program, err := o.Program(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := o.Load(loader, []Program{program}, workloads.TaskRename.Hook, Calm)
		if err == nil {
			err = p.Attach()
			p.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) || attach.SupportFor(err).State != test.state {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
}
