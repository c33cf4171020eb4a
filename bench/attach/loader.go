package attach

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"

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
