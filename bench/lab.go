package bench

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Lab is where visits take place. [KernelLab] is the running kernel; a test
// writes one as a struct literal.
type Lab struct {
	// Load loads a handler afresh.
	Load func(results.Arm) (Probe, error)
	// Start starts a fresh worker process on a CPU, for these workloads.
	Start func(ctx context.Context, cpu int, workloads []string) (Worker, error)
	// EnableStats makes the kernel measure the runs of programs until the
	// result is closed.
	EnableStats func() (io.Closer, error)
	// Now is the clock for how long loading and attaching take.
	Now func() time.Time
}

// Probe is a loaded handler: see [attach.Probe], which is one.
type Probe interface {
	Attach() error
	Stats() (*attach.Stats, error)
	Event(cpu int) (seen uint64, record []byte, ok bool, err error)
	Info() (*attach.Info, error)
	Close() error
}

// KernelLab is the running kernel. workerArgs are the arguments that make this
// program call [ServeWorker].
func KernelLab(workerArgs func(cpu int, workloads []string) []string) Lab {
	loader := attach.NewLoader()
	return Lab{
		Load: func(arm results.Arm) (Probe, error) { return load(loader, arm) },
		Start: func(ctx context.Context, cpu int, workloads []string) (Worker, error) {
			return StartWorker(ctx, workerArgs(cpu, workloads)...)
		},
		EnableStats: attach.EnableStats,
		Now:         time.Now,
	}
}

func load(loader *attach.Loader, arm results.Arm) (Probe, error) {
	t, err := find("attach type", arm.Attach, attach.All, attachName)
	if err != nil {
		return nil, err
	}
	w, err := find("workload", arm.Workload, workloads.All, workloadName)
	if err != nil {
		return nil, err
	}
	h, err := find("handler", arm.Handler, bpf.Handlers, handlerName)
	if err != nil {
		return nil, err
	}
	p, err := loader.Load(t, w, h)
	if err != nil {
		return nil, err // not p, which would be a Probe that is not nil
	}
	return p, nil
}

func attachName(t attach.Type) string          { return t.Name }
func workloadName(w workloads.Workload) string { return w.Name }
func handlerName(h bpf.Handler) string         { return h.Name }

// find returns the element of a list that has a name.
func find[T any](kind, name string, list []T, nameOf func(T) string) (T, error) {
	for _, element := range list {
		if nameOf(element) == name {
			return element, nil
		}
	}
	var none T
	return none, fmt.Errorf("no %s %q", kind, name)
}
