package bench

import (
	"context"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/foreign"
	"github.com/probecost/probecost/bench/object"
	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Lab is where visits take place. [KernelLab] is the running kernel; a test
// writes one as a struct literal.
type Lab struct {
	// Root is the root folder of the machine; nil if none of its files can be
	// read.
	Root fs.FS
	// Environment describes the machine as it is now.
	Environment func(cpu int) results.Environment
	// Check finds out whether a hook can be attached to in that way.
	Check func(attach.Type, workloads.Workload) attach.Support
	// Load loads a handler afresh.
	Load func(results.Arm) (Probe, error)
	// LoadOwn loads programs of an object of the user's own afresh.
	LoadOwn func(*object.Object, []object.Program, workloads.Hook, object.Pace) (Probe, error)
	// Start starts a fresh worker process on a CPU, for these workloads.
	Start func(ctx context.Context, cpu int, workloads []string) (Worker, error)
	// EnableStats makes the kernel measure the runs of programs until the
	// result is closed.
	EnableStats func() (io.Closer, error)
	// Foreign looks for what others have on hooks, while nothing of ours is
	// attached.
	Foreign func([]workloads.Hook) foreign.Found
	// Ticks are those of CPUs so far; nil if they cannot be read.
	Ticks func(cpus []int) *results.Ticks
	// Now is the clock for how long loading and attaching take.
	Now func() time.Time

	own own // what LoadOwn is given, see [Measure]
}

// load loads what an arm has attached: a handler, or programs of the user's.
func (lab Lab) load(arm results.Arm) (Probe, error) {
	if arm.Program == "" {
		return lab.Load(arm)
	}
	w, err := findWorkload(arm.Workload)
	if err != nil {
		return nil, err
	}
	chosen := lab.own.subjects[subjectOf(arm)]
	return lab.LoadOwn(chosen.object, chosen.programs, w.Hook, lab.own.pace)
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
	root := os.DirFS("/")
	return Lab{
		Root:        root,
		Environment: func(cpu int) results.Environment { return ReadEnvironment(root, cpu) },
		Check:       loader.Check,
		Load:        func(arm results.Arm) (Probe, error) { return load(loader, arm) },
		LoadOwn: func(o *object.Object, programs []object.Program, hook workloads.Hook, pace object.Pace) (Probe, error) {
			p, err := o.Load(loader, programs, hook, pace)
			if err != nil {
				return nil, err // not p, which would be a Probe that is not nil
			}
			return p, nil
		},
		Start: func(ctx context.Context, cpu int, workloads []string) (Worker, error) {
			return StartWorker(ctx, workerArgs(cpu, workloads)...)
		},
		EnableStats: attach.EnableStats,
		Foreign:     foreign.Find,
		Ticks:       func(cpus []int) *results.Ticks { return readTicks(root, cpus) },
		Now:         time.Now,
	}
}

func load(loader *attach.Loader, arm results.Arm) (Probe, error) {
	t, err := AttachTypes.Find(arm.Attach)
	if err != nil {
		return nil, err
	}
	w, err := findWorkload(arm.Workload)
	if err != nil {
		return nil, err
	}
	var h bpf.Handler
	if t.HasProgram() { // else any name will do, also [results.Own]
		if h, err = Handlers.Find(arm.Handler); err != nil {
			return nil, err
		}
	}
	p, err := loader.Load(t, w, h)
	if err != nil {
		return nil, err // not p, which would be a Probe that is not nil
	}
	return p, nil
}
