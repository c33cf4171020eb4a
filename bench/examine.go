package bench

import (
	"bytes"
	"errors"
	"runtime"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// known is what a run knows of the machine, for the checks of the doctor's that
// it makes itself.
func (lab Lab) known(env results.Environment, o Options) doctor.Machine {
	cpus := o.Plan.CPUs
	if len(cpus) == 0 {
		cpus = []int{o.Plan.CPU}
	}
	return doctor.Machine{
		Root:        lab.Root,
		Environment: env,
		CPUs:        cpus,
		Allowed:     o.CPUs,
		Emulated:    o.Emulated,
	}
}

// Machine is all that a doctor asks for. If try is set he may attach and drive
// whatever there is, which takes a privilege, and that nobody measures meanwhile.
func (lab Lab) Machine(o Options, try bool) doctor.Machine {
	m := lab.known(lab.Environment(o.Plan.CPU), o)
	m.Ticks = lab.Ticks(m.CPUs)
	text, _ := kernelconfig.Text(m.Root, m.Environment.Kernel)
	if len(text) > 0 {
		m.Config, _ = kernelconfig.Parse(bytes.NewReader(text))
	}
	if try {
		m.Try, m.Drive = lab.Check, drivable
		found := lab.Foreign(hooks(workloads.All))
		m.Unknown = found.Unknown
		for _, t := range found.Tracers {
			m.Others = append(m.Others, results.Foreign{Tracer: t.String(), Remedy: t.Remedy})
		}
	}
	return m
}

// drivable finds out whether a workload can be driven: it is made ready and
// removed again, on a thread that ends with it.
func drivable(w workloads.Workload) error {
	failed := make(chan error)
	go func() {
		runtime.LockOSThread()
		drive, err := w.Open()
		if err == nil {
			_, err = drive.Prepare()
			if closing := drive.Close(); err == nil {
				err = closing
			}
		}
		if errors.Is(err, unix.EPERM) { // the library has a guess, too
			err = errors.New(attach.NotPermitted())
		}
		failed <- err
	}()
	return <-failed
}

// attachTypesOf lists those of arms, each once.
func attachTypesOf(arms []results.Arm) []string {
	var names []string
	for _, arm := range arms {
		if !slices.Contains(names, arm.Attach) {
			names = append(names, arm.Attach)
		}
	}
	return names
}
