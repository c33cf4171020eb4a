package attach

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

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
