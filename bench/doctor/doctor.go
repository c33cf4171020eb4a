// Package doctor looks at a machine and says whether it can measure, what makes
// it noisy, and what mends that.
//
// One thing that it looks at is one [Check] in one of two lists, [Needs] and
// [Noise]. A run looks at some of them too, and refuses or warns by the same
// words. All reading is from the root folder of a [Machine], so that a test can
// be any machine.
package doctor

import (
	"embed"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/bench/kernelconfig"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// State is how something was found to be.
type State string

const (
	// Good is as it should be.
	Good State = "good"
	// Fact is neither good nor bad, and worth knowing.
	Fact State = "fact"
	// Doubt makes figures less sure, or holds of this machine alone.
	Doubt State = "doubt"
	// Wrong makes a measurement invalid, and can be mended.
	Wrong State = "wrong"
	// Missing is what cannot be done without.
	Missing State = "missing"
	// Unseen could not be looked at from here.
	Unseen State = "unseen"
)

// Finding is what a look has shown.
type Finding struct {
	State State  `json:"state"`
	Saw   string `json:"saw"`            // what was seen, and where
	Why   string `json:"why,omitempty"`  // what that does to a measurement
	Mend  string `json:"mend,omitempty"` // a command, or what else to do
}

// String is all of a finding in one line: a warning.
func (f Finding) String() string {
	var parts []string
	for _, part := range []string{f.Saw, f.Why, f.Mend} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// stops says that nothing can be measured before this is mended.
func (f Finding) stops() bool { return f.State == Wrong || f.State == Missing }

func good(saw string) Finding { return Finding{State: Good, Saw: saw} }
func fact(saw string) Finding { return Finding{State: Fact, Saw: saw} }

func isForbidden(err error) bool { return errors.Is(err, fs.ErrPermission) }

// unseen is what could not be read.
func unseen(path string, err error) Finding {
	if isForbidden(err) {
		return Finding{State: Unseen, Saw: "/" + path + " is for root to read"}
	}
	return Finding{State: Unseen, Saw: "there is no /" + path}
}

// Check is one thing to look at.
type Check struct {
	Name string
	// Run is true if a run looks at it too: what is wrong or missing ends
	// it, what is doubtful is a warning.
	Run bool
	// Time is true if it bears on measuring time alone.
	Time bool
	Look func(Machine) Finding
}

// Machine is what is looked at. What is not known is empty.
type Machine struct {
	Root        fs.FS // nil is a machine of which no file can be read
	Environment results.Environment
	Config      kernelconfig.Config
	CPUs        []int          // the bench CPUs
	Allowed     int            // CPUs that this process may use, the bench CPUs included
	Attach      []string       // attach types that are to be measured
	Emulated    bool           // this machine is one of bench/vm
	Ticks       *results.Ticks // of the bench CPUs

	// What follows is for the doctor alone: a run finds it out by itself.

	Process Process
	// Busy is true if another probecost measures at this moment.
	Busy bool
	// Try attaches, and Drive drives a workload; nil if that is not to be
	// tried.
	Try   func(attach.Type, workloads.Workload) attach.Support
	Drive func(workloads.Workload) error
	// Others are what somebody else has on the hooks, and Unknown what may be
	// there, or not: a sentence each.
	Others  []results.Foreign
	Unknown []string
	// QEMU is the path of the emulator, or NoQEMU says why there is none.
	QEMU    string
	NoQEMU  error
	Kernels []string // images in the cache
}

// files are those of the machine.
func (m Machine) files() fs.FS {
	if m.Root == nil {
		return embed.FS{} // nothing is in it
	}
	return m.Root
}

// read is the text of a file.
func (m Machine) read(path string) (string, error) {
	text, err := fs.ReadFile(m.files(), path)
	return strings.TrimSpace(string(text)), err
}

// has says whether a file is there.
func (m Machine) has(path string) bool {
	_, err := fs.Stat(m.files(), path)
	return err == nil
}

// Needs is what measuring needs.
var Needs = []Check{
	privileges, kernelVersion, architecture, types, jit, stats, lockedMemory, clocksource,
	traceFiles, hooks, onlyOne, disk, emulator, images,
}

// Noise is what makes a measurement less sure. What is worth knowing comes last.
var Noise = slices.Concat(
	[]Check{emulated, virtual, steal, quota, alone},
	knobs(),
	[]Check{load, memory, lockdown, debugging, preemption, tick, mitigations, container},
)
