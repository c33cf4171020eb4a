package object

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

// Probe is programs of an object in the kernel, with their maps.
type Probe struct {
	coll  *ebpf.Collection
	parts []*attach.Probe
	drain *drain
}

// Load loads programs afresh, with all maps of the object as they are declared
// there, except that none is pinned: what was loaded goes with the Probe. Ring
// buffers and perf event arrays are emptied from then on, see [Pace].
func (o *Object) Load(l *attach.Loader, programs []Program, hook workloads.Hook, pace Pace) (*Probe, error) {
	spec, layouts, err := o.choose(programs, hook)
	if err != nil {
		return nil, explain(programs, hook, err)
	}
	coll, err := l.Collection(spec, layouts)
	if err != nil {
		explained := explain(programs, hook, err)
		if lacking := misfits(spec, layouts); len(lacking) > 0 && strings.Contains(err.Error(), badRelocation) {
			explained.Reason = "it reads what this kernel has not: " + strings.Join(lacking, ", ")
		}
		return nil, explained
	}
	p := &Probe{coll: coll}
	for _, program := range programs {
		p.parts = append(p.parts, attach.Own(program.Type, program.target(hook), coll.DetachProgram(program.Name)))
	}
	if p.drain, err = newDrain(coll.Maps, pace); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// choose describes the programs that are to be loaded: those chosen, and those
// that they may jump to, which are in arrays of programs.
func (o *Object) choose(programs []Program, hook workloads.Hook) (*ebpf.CollectionSpec, []*btf.Spec, error) {
	spec := o.spec.Copy()
	wanted := map[string]bool{}
	var layouts []*btf.Spec
	for _, p := range programs {
		wanted[p.Name] = true
		prog, target := spec.Programs[p.Name], p.target(hook)
		prog.Type, prog.AttachType, prog.AttachTo = p.Type.Program, p.Type.Expected, target
		if p.Type.Layout != nil {
			layout, err := p.Type.Layout(target)
			if err != nil {
				return nil, nil, err
			}
			layouts = append(layouts, layout)
		}
	}
	for _, m := range spec.Maps {
		m.Pinning = ebpf.PinNone
		for _, entry := range m.Contents {
			if name, ok := entry.Value.(string); ok && m.Type == ebpf.ProgramArray {
				wanted[name] = true
			}
		}
	}
	for name := range spec.Programs {
		if !wanted[name] {
			delete(spec.Programs, name)
		}
	}
	return spec, layouts, nil
}

// badRelocation is what the library says of an instruction that misfits.
const badRelocation = "bad CO-RE relocation"

// explain says what could not be loaded: of several programs the one that the
// library names.
func explain(programs []Program, hook workloads.Hook, err error) *attach.Error {
	i := slices.IndexFunc(programs, func(p Program) bool { return strings.Contains(err.Error(), "program "+p.Name+":") })
	p := programs[max(0, i)]
	return attach.Explain("load "+p.Name+" as", p.Type, p.target(hook), err)
}

// Attach attaches the programs, in the order in which they were named.
func (p *Probe) Attach() error {
	for _, part := range p.parts {
		if err := part.Attach(); err != nil {
			return err
		}
	}
	return nil
}

// Stats are the sum of the programs'.
func (p *Probe) Stats() (*attach.Stats, error) {
	sum := &attach.Stats{}
	for _, part := range p.parts {
		s, err := part.Stats()
		if err != nil {
			return nil, err
		}
		sum.Runs += s.Runs
		sum.Time += s.Time
		sum.Recursion += s.Recursion
	}
	return sum, nil
}

// Event says that nothing is known of what the programs have seen.
func (p *Probe) Event(int) (uint64, []byte, bool, error) { return 0, nil, false, nil }

// Info is the first program's, with the sum of the sizes and of what was
// missed, and how full buffers were.
func (p *Probe) Info() (*attach.Info, error) {
	var all *attach.Info
	for _, part := range p.parts {
		info, err := part.Info()
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = info
			continue
		}
		all.Target += ", " + info.Target
		all.Missed += info.Missed
		all.JITed += info.JITed
		all.Xlated += info.Xlated
		all.Mechanism = cmp.Or(all.Mechanism, info.Mechanism)
	}
	all.BufferFill, all.LostSamples = p.drain.state()
	return all, nil
}

// Close detaches the programs and removes them and their maps from the kernel.
func (p *Probe) Close() error {
	var errs []error
	for _, part := range p.parts {
		errs = append(errs, part.Close())
	}
	if p.drain != nil {
		errs = append(errs, p.drain.close())
	}
	p.coll.Close()
	return errors.Join(errs...)
}
