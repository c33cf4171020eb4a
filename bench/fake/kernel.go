// Package fake is a kernel that does not exist, in which a run can be carried
// out without root and without time passing: everything works, but for the
// faults that are set. With a clock of results/synthetic it has known costs.
package fake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/probecost/probecost/bench"
	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/bench/object"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Kernel is the kernel: what it is to do wrong, and what has become of it.
type Kernel struct {
	// Clock is the timed part of a visit, but for the events; nil is a clock
	// that stands still.
	Clock func(arm results.Arm, request bench.Request) bench.Timing
	// Machine is what the environment says.
	Machine results.Environment
	// Later, if it is not nil, is what it says at the end of a run.
	Later *results.Environment
	NoBTF bool // the kernel has no type information
	// Lacks are the attach types that it cannot attach.
	Lacks []string

	Garbled bool   // the handler captures another record than was caused
	Blind   uint64 // events that the handler does not see
	// BlindLater are events that it does not see of those that are timed.
	BlindLater uint64
	Silent     bool // the program does not run at all
	Watched    int  // visits in which somebody else has bpf stats on
	// Recursion and Missed are runs that the kernel leaves out in each visit,
	// and events that the mechanism loses.
	Recursion, Missed uint64
	// Foreign is what others have on the hooks, Came what they have there at
	// the end of a run.
	Foreign, Came foreign.Found
	// Steal are the ticks of 1000 that the host takes during a run.
	Steal uint64
	// Faults of single steps, named "load", "attach", "start", "time".
	Faults map[string]error

	mu      sync.Mutex
	events  uint64      // caused so far
	arm     results.Arm // what is attached now
	looked  int         // at the environment
	asked   int         // who is on the hooks
	ticks   results.Ticks
	Loaded  int // probes that are loaded now
	Workers int // workers that are alive
	Started int // workers that were started
}

// Record is what every workload causes.
var Record = []byte("record")

// ErrFault is a fault to inject.
var ErrFault = errors.New("fault injected")

// Lab is the kernel as a place to measure in.
func (k *Kernel) Lab() bench.Lab {
	return bench.Lab{
		Environment: k.environment,
		Check:       k.check,
		Load:        k.load,
		LoadOwn:     k.loadOwn,
		Start:       k.start,
		EnableStats: func() (io.Closer, error) { return nothing{}, nil },
		Foreign:     k.foreign,
		Ticks:       k.tick,
		Now:         time.Now,
	}
}

type nothing struct{}

func (nothing) Close() error { return nil }

func (k *Kernel) environment(int) results.Environment {
	k.looked++
	machine := k.Machine
	if k.looked > 1 && k.Later != nil {
		machine = *k.Later
	}
	if !k.NoBTF {
		machine.BTF = "fake"
	}
	return machine
}

func (k *Kernel) foreign([]workloads.Hook) foreign.Found {
	if k.asked++; k.asked > 1 {
		return k.Came
	}
	return k.Foreign
}

func (k *Kernel) tick([]int) *results.Ticks {
	k.ticks.All += 1000
	k.ticks.Steal += k.Steal
	now := k.ticks
	return &now
}

func (k *Kernel) check(t attach.Type, _ workloads.Workload) attach.Support {
	for _, name := range k.Lacks {
		if name == t.Name {
			return attach.Support{State: attach.Unavailable, Reason: "this kernel was built without CONFIG_FAKE"}
		}
	}
	return attach.Support{}
}

func (k *Kernel) load(arm results.Arm) (bench.Probe, error) {
	if err := k.Faults["load"]; err != nil {
		return nil, err
	}
	k.Loaded++
	k.arm = arm
	return &probe{kernel: k, arm: arm, from: k.events}, nil
}

// loadOwn loads programs of the user's own, of which one is as good as another.
func (k *Kernel) loadOwn(*object.Object, []object.Program, workloads.Hook, object.Pace) (bench.Probe, error) {
	return k.load(results.Arm{Handler: results.Own, Program: "own"})
}

func (k *Kernel) start(context.Context, int, []string) (bench.Worker, error) {
	if err := k.Faults["start"]; err != nil {
		return nil, err
	}
	k.Workers++
	k.Started++
	return &worker{k}, nil
}

// Timing is the timed part of a visit that was made elsewhere: a clock.
func Timing(v results.Visit) bench.Timing {
	return bench.Timing{
		Timing: results.Timing{Chunks: v.Chunks, Canaries: v.Canaries, ClockCost: v.ClockCost},
		Spin:   v.Spin, Involuntary: v.Involuntary, Migrated: v.Migrated,
	}
}

// Worker is a worker that is not part of a run.
func (k *Kernel) Worker() bench.Worker { return &worker{k} }

// cause adds events.
func (k *Kernel) cause(n uint64) uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.events += n
	return n
}

type probe struct {
	kernel *Kernel
	arm    results.Arm
	from   uint64
	reads  uint64
}

func (p *probe) Attach() error { return p.kernel.Faults["attach"] }

// hasProgram says whether the arm's attach type attaches anything.
func (p *probe) hasProgram() bool {
	t, err := bench.AttachTypes.Find(p.arm.Attach)
	return p.arm.Program != "" || err == nil && t.HasProgram()
}

func (p *probe) Stats() (*attach.Stats, error) {
	if !p.hasProgram() {
		return nil, nil
	}
	p.reads++
	s := &attach.Stats{Runs: 1 << 40}
	if p.kernel.Silent {
		s.Runs = 0
	}
	if p.kernel.Watched > 0 && p.reads == 3 { // after the timed part
		p.kernel.Watched--
		s.Runs++
	}
	s.Recursion = p.reads * p.kernel.Recursion
	return s, nil
}

func (p *probe) Event(int) (uint64, []byte, bool, error) {
	record := bytes.Clone(Record)
	if p.kernel.Garbled {
		record[0]++
	}
	counts := p.arm.Handler != bpf.Empty.Name && p.arm.Program == "" && p.hasProgram()
	return p.kernel.events - p.from - p.kernel.Blind, record, counts, nil
}

func (p *probe) Info() (*attach.Info, error) {
	if !p.hasProgram() {
		return nil, nil
	}
	return &attach.Info{Target: "fake", Missed: p.kernel.Missed, JITed: 64, Xlated: 64}, nil
}

func (p *probe) Close() error { p.kernel.Loaded--; return nil }

type worker struct{ kernel *Kernel }

func (w *worker) Prepare(string) ([]byte, error) { return Record, nil }

func (w *worker) Drive(_ string, ops int) (uint64, error) {
	return w.kernel.cause(uint64(ops)), nil
}

func (w *worker) Turn() (float64, error) { return 10, nil }

func (w *worker) Time(r bench.Request) (*bench.Timing, error) {
	var t bench.Timing
	if w.kernel.Clock != nil {
		t = w.kernel.Clock(w.kernel.arm, r)
	} else {
		t.Chunks, t.Canaries = make([]int64, r.Chunks), make([]int64, r.Chunks+1)
	}
	t.EventsPerOp, t.Driven = 1, w.kernel.cause(uint64(r.Warmup+r.Chunks*r.Ops))
	w.kernel.Blind = max(w.kernel.Blind, w.kernel.BlindLater)
	return &t, w.kernel.Faults["time"]
}

func (w *worker) Close() error { w.kernel.Workers--; return nil }
