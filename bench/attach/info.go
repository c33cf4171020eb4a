package attach

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"
)

var byteOrder = binary.NativeEndian

// Info is what the kernel says that it attached.
type Info struct {
	Target   string // what was asked for
	Function string // what a kprobe is on; a loader may have tried another name
	Address  uint64 // of the kprobe; 0 where the kernel hides it
	Missed   uint64 // events that the mechanism lost
	// Mechanism is how a kprobe gets control, see [Mechanism]; "" for other
	// types, and where the kernel does not tell.
	Mechanism string
	JITed     uint32 // bytes of machine code
	Xlated    uint32 // bytes of BPF code after the verifier

	// BufferFill is the largest share of a ring buffer that was found in
	// use, 0 to 1, and LostSamples what found no room in a perf event array.
	BufferFill  float64
	LostSamples uint64
}

// Info asks the kernel about the probe; nil if there is no program. What the
// kernel cannot tell is left out: perf links can be asked since Linux 6.6
// (1b715e1b0ec5 "bpf: Support ->fill_link_info for perf_event").
func (p *Probe) Info() (*Info, error) {
	if p.prog == nil {
		return nil, nil
	}
	info := &Info{Target: p.target}
	prog, err := p.prog.Info()
	if err != nil {
		return nil, fmt.Errorf("ask about the program: %w", err)
	}
	if info.JITed, err = prog.JitedSize(); err != nil && !errors.Is(err, ebpf.ErrNotSupported) {
		return nil, fmt.Errorf("ask about the program's machine code: %w", err)
	}
	if n, err := prog.TranslatedSize(); err == nil {
		info.Xlated = uint32(n)
	}
	l, err := p.link.Info()
	if err != nil && !errors.Is(err, ebpf.ErrNotSupported) {
		return nil, fmt.Errorf("ask about the link: %w", err)
	}
	if err == nil {
		info.addLink(l)
	}
	if p.typ.Kprobe {
		info.Mechanism = mechanism(os.DirFS(debugfs), listedAs(info))
	}
	return info, nil
}

// listedAs is the kprobe's target as the kernel lists it: the name is that of the
// function that it is on, if it tells.
func listedAs(info *Info) string {
	name, offset, found := strings.Cut(info.Target, "+")
	name = cmp.Or(info.Function, name)
	if found {
		name += "+" + offset
	}
	return name
}

func (info *Info) addLink(l *link.Info) {
	if perf := l.PerfEvent(); perf != nil {
		if k := perf.Kprobe(); k != nil {
			info.Function, info.Address, info.Missed = k.Function, k.Address, k.Missed
		}
	}
	if multi := l.KprobeMulti(); multi != nil {
		info.Missed = multi.Missed
	}
}
