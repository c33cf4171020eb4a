package attach

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// kernelBTF is where the kernel describes its types.
const kernelBTF = "/sys/kernel/btf/vmlinux"

// Loader loads handlers into the kernel. It keeps what does not change between
// two loads: the kernel's type information, and places in its functions.
type Loader struct {
	cache  *btf.Cache
	places map[function]found
}

// NewLoader returns a Loader for the running kernel.
func NewLoader() *Loader { return &Loader{btf.NewCache(), map[function]found{}} }

// function is one that a type looks for a place in.
type function struct{ attach, name string }

// found is the place, or why there is none.
type found struct {
	target string
	err    error
}

// place is where in the running kernel a target is to be attached to.
func (l *Loader) place(t Type, target string) (string, error) {
	if t.Place == nil {
		return target, nil
	}
	key := function{t.Name, target}
	f, ok := l.places[key]
	if !ok {
		f.target, f.err = t.Place(target)
		l.places[key] = f
	}
	return f.target, f.err
}

// Probe is a handler in the kernel, for one hook. With an attach type that has
// no program it is empty, and attaching it does nothing.
type Probe struct {
	typ     Type
	target  string
	handler bpf.Handler
	prog    *ebpf.Program
	events  *ebpf.Map
	link    link.Link
	// optimized is true for a kprobe that was replaced by a jump.
	optimized bool
}

// Load loads a fresh copy of a workload's handler. Errors are explained for a
// person: see [Error].
func (l *Loader) Load(t Type, w workloads.Workload, h bpf.Handler) (*Probe, error) {
	p := &Probe{typ: t, target: t.Target(w.Hook), handler: h}
	if !t.HasProgram() {
		return p, nil
	}
	placed, err := l.place(t, p.target)
	if err != nil {
		return nil, Explain("attach", p.typ, p.target, err)
	}
	p.target = placed
	if err := l.load(p, w); err != nil {
		return nil, Explain("load", p.typ, p.target, err)
	}
	return p, nil
}

func (l *Loader) load(p *Probe, w workloads.Workload) error {
	spec, err := w.Spec()
	if err != nil {
		return err
	}
	spec, err = bpf.Program(spec, p.handler, p.typ.handlers())
	if err != nil {
		return err
	}
	var layouts []*btf.Spec
	if p.typ.Layout != nil {
		layout, err := p.typ.Layout(p.target)
		if err != nil {
			return err
		}
		layouts = append(layouts, layout)
	}
	name := bpf.ProgramName(p.handler.Name, p.typ.handlers())
	spec.Programs[name].AttachTo = p.target
	coll, err := l.Collection(spec, layouts)
	if err != nil {
		return err
	}
	defer coll.Close()
	p.prog, p.events = coll.DetachProgram(name), coll.DetachMap(bpf.EventsMap)
	return nil
}

// Collection loads all that spec describes. It is relocated against the
// kernel's types, and those of layouts.
func (l *Loader) Collection(spec *ebpf.CollectionSpec, layouts []*btf.Spec) (*ebpf.Collection, error) {
	var opts ebpf.CollectionOptions
	opts.Cache = l.cache
	opts.Programs.ExtraRelocationTargets = layouts
	sessions := takeSessions(spec)
	coll, err := ebpf.NewCollectionWithOptions(spec, opts)
	if err != nil || len(sessions) == 0 {
		return coll, err
	}
	if err := l.loadSessions(coll, sessions); err != nil {
		coll.Close()
		return nil, err
	}
	return coll, nil
}

// Own is a program of the user's own in the kernel, which the probe takes over.
func Own(t Type, target string, prog *ebpf.Program) *Probe {
	return &Probe{typ: t, target: target, prog: prog}
}

// Attach attaches the handler to its hook.
func (p *Probe) Attach() error {
	if p.prog == nil {
		return nil
	}
	l, err := p.typ.Attach(p.prog, p.target)
	if err != nil {
		return Explain("attach", p.typ, p.target, err)
	}
	p.link = l
	if err := p.settle(); err != nil {
		return Explain("attach", p.typ, p.target, err)
	}
	return nil
}

// settle waits until a kprobe gets control in the way that the kernel lists.
func (p *Probe) settle() error {
	p.optimized = p.typ.Kprobe && mechanism(os.DirFS(debugfs), p.target) == optimized
	if !p.optimized {
		return nil
	}
	return awaitOptimized(p.target)
}

// Stats are what the kernel says of a program's runs, on all CPUs, since it
// was loaded. Runs and Time grow only while [EnableStats] is in force.
type Stats struct {
	Runs uint64
	// Time is spent within the program's body; how it was reached is left
	// out, so that it cannot rank attach types.
	Time time.Duration
	// Recursion counts runs that were left out because the CPU was running
	// the program already. Requires Linux 5.12 (9ed9e9ba2337).
	Recursion uint64
}

// Stats reads the program's statistics; nil if there is no program.
func (p *Probe) Stats() (*Stats, error) {
	if p.prog == nil {
		return nil, nil
	}
	s, err := p.prog.Stats()
	if err != nil {
		return nil, fmt.Errorf("read the runs of the program: %w", err)
	}
	return &Stats{Runs: s.RunCount, Time: s.Runtime, Recursion: s.RecursionMisses}, nil
}

// EnableStats makes the kernel measure the runs of all programs until the
// result is closed, at the latest with this process: no sysctl is changed.
//
// Requires Linux 5.8 (d46edd671a14 "bpf: Sharing bpf runtime stats with
// BPF_ENABLE_STATS").
func EnableStats() (io.Closer, error) {
	stats, err := ebpf.EnableStats(unix.BPF_STATS_RUN_TIME)
	if err != nil {
		return nil, fmt.Errorf("have the kernel measure the runs of programs: %w", err)
	}
	return stats, nil
}

// Event is what the program has left in its map on one CPU: the number of
// events that it saw, and its last record, which may be followed by padding.
// ok is false if the handler does not count.
func (p *Probe) Event(cpu int) (seen uint64, record []byte, ok bool, err error) {
	if p.prog == nil || !p.handler.Counts {
		return 0, nil, false, nil
	}
	var perCPU [][]byte
	if err := p.events.Lookup(uint32(0), &perCPU); err != nil {
		return 0, nil, false, fmt.Errorf("read map %s: %w", bpf.EventsMap, err)
	}
	if cpu >= len(perCPU) {
		return 0, nil, false, fmt.Errorf("read map %s: no CPU %d", bpf.EventsMap, cpu)
	}
	event := perCPU[cpu]
	return byteOrder.Uint64(event) / uint64(max(1, p.typ.Runs)), event[8:], true, nil
}

// Close detaches the handler and removes it from the kernel. For a tracepoint
// this waits until no CPU can be running it any more, tens of milliseconds; for
// an optimised kprobe, until its jump is gone, so that the next visit does not
// take it.
func (p *Probe) Close() error {
	var errs []error
	if p.link != nil {
		errs = append(errs, p.link.Close())
	}
	if p.optimized {
		errs = append(errs, awaitBare(p.target))
	}
	if p.prog != nil {
		errs = append(errs, p.prog.Close(), p.events.Close())
	}
	p.link, p.prog, p.events, p.optimized = nil, nil, nil, false
	return errors.Join(errs...)
}
