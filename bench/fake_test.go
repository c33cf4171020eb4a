package bench

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
)

// fakeKernel is a kernel in which everything works, but for the faults that
// are set.
type fakeKernel struct {
	record  []byte // what the workload causes
	garbled bool   // the handler captures something else
	blind   uint64 // events that the handler does not see
	watched bool   // somebody has bpf stats on
	silent  bool   // the program does not run at all

	mu      sync.Mutex
	events  uint64 // caused so far
	loaded  int    // probes that are loaded now
	workers int    // workers that are alive
	started int    // workers that were started

	loadErr, attachErr, timeErr error
}

var errFake = errors.New("fault injected")

func (k *fakeKernel) lab() Lab {
	return Lab{
		Load: k.load,
		Start: func(context.Context, int, []string) (Worker, error) {
			k.workers++
			k.started++
			return &fakeWorker{k}, nil
		},
		EnableStats: func() (io.Closer, error) { return nothing{}, nil },
		Now:         time.Now,
	}
}

func (k *fakeKernel) load(arm results.Arm) (Probe, error) {
	if k.loadErr != nil {
		return nil, k.loadErr
	}
	k.loaded++
	return &fakeProbe{kernel: k, arm: arm, from: k.events}, nil
}

type fakeProbe struct {
	kernel *fakeKernel
	arm    results.Arm
	from   uint64
	reads  int
}

func (p *fakeProbe) Attach() error { return p.kernel.attachErr }

func (p *fakeProbe) Stats() (*attach.Stats, error) {
	if p.arm.Attach == attach.Base.Name {
		return nil, nil
	}
	p.reads++
	s := &attach.Stats{Runs: 100} // more than the check that it fires causes
	if p.kernel.silent {
		s.Runs = 0
	}
	if p.kernel.watched {
		s.Runs += uint64(p.reads)
	}
	return s, nil
}

func (p *fakeProbe) Event(int) (uint64, []byte, bool, error) {
	record := bytes.Clone(p.kernel.record)
	if p.kernel.garbled {
		record[0]++
	}
	counts := p.arm.Handler != bpf.Empty.Name && p.arm.Attach != attach.Base.Name
	return p.kernel.events - p.from - p.kernel.blind, record, counts, nil
}

func (p *fakeProbe) Info() (*attach.Info, error) {
	return &attach.Info{Target: "fake", JITed: 64}, nil
}

func (p *fakeProbe) Close() error { p.kernel.loaded--; return nil }

type fakeWorker struct{ kernel *fakeKernel }

func (w *fakeWorker) Prepare(string) ([]byte, error) { return w.kernel.record, nil }

func (w *fakeWorker) Drive(_ string, ops int) (uint64, error) {
	w.kernel.events += uint64(ops)
	return uint64(ops), nil
}

func (w *fakeWorker) Time(r Request) (*Timing, error) {
	driven := uint64(r.Warmup + r.Chunks*r.Ops)
	w.kernel.mu.Lock()
	w.kernel.events += driven
	w.kernel.mu.Unlock()
	t := &Timing{EventsPerOp: 1, Driven: driven}
	t.Chunks, t.Canaries = make([]int64, r.Chunks), make([]int64, r.Chunks+1)
	return t, w.kernel.timeErr
}

func (w *fakeWorker) Close() error { w.kernel.workers--; return nil }
