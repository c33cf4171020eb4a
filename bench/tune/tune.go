// Package tune makes a machine quiet for measuring, and undoes it exactly. What
// it changes are files of the kernel's: each old value is saved before a new one
// is written, so that whatever ends it in the middle can be undone.
//
// One [Knob] is one file and one entry in [Knobs].
package tune

import (
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/sys/unix"
)

// Knob is one property of a machine that disturbs measurements.
type Knob struct {
	Name string
	// Why says what it does to a measurement as long as it is not as wanted.
	Why string
	// Host is true where, in a virtual machine, the one that counts is the
	// host's.
	Host bool
	// Speed is true if it changes how fast the bench CPU is for longer than
	// a chunk lasts: a run warns of it.
	Speed bool
	// Keeps is the error by which the kernel refuses to change what it
	// manages by itself; 0 if there is none.
	Keeps unix.Errno
	// Find reads the files of the knob.
	Find func(Machine) Found
}

// Knobs lists the knobs in the order in which they are set. It is undone
// backwards: a CPU is online again before the settings that it takes part in are
// restored.
var Knobs = []Knob{Governor, Turbo, IdleStates, NMIWatchdog, Interrupts, Sibling}

// Machine is what is tuned.
type Machine struct {
	Root fs.FS
	CPUs []int // the bench CPUs
	// Kept are files that the kernel has refused to change.
	Kept []string
}

// Of is the machine with that root folder.
func Of(root fs.FS, cpus []int) Machine {
	m := Machine{Root: root, CPUs: cpus}
	if saved, err := ReadSaved(root); err == nil && saved != nil { // else none is known
		m.Kept = saved.Kept
	}
	return m
}

// Found is what a machine has of a knob.
type Found struct {
	Settings []Setting
	// Note is what somebody should know besides: above all why there are no
	// settings.
	Note string
}

// Setting is one file, with its value as it is and as it should be.
type Setting struct {
	Path string // from the root folder, without the leading slash
	Have string
	Want string
	// Fixed says why it cannot be changed; "" if it can.
	Fixed string
}

// Done says that the setting is as it should be.
func (s Setting) Done() bool { return s.Have == s.Want }

func (s Setting) String() string {
	return fmt.Sprintf("/%s is %s, not %s", s.Path, s.Have, s.Want)
}

// Divide divides the settings that are not as they should be into those that
// can be changed and those that cannot.
func (f Found) Divide() (open, fixed []Setting) {
	for _, s := range f.Settings {
		switch {
		case s.Done():
		case s.Fixed != "":
			fixed = append(fixed, s)
		default:
			open = append(open, s)
		}
	}
	return open, fixed
}

// read is the text of a file; ok is false if it cannot be read.
func (m Machine) read(name string) (text string, ok bool) {
	b, err := fs.ReadFile(m.Root, name)
	return strings.TrimSpace(string(b)), err == nil
}

// setting is that of a file; ok is false if it cannot be read.
func (m Machine) setting(path, want string) (s Setting, ok bool) {
	have, ok := m.read(path)
	return Setting{Path: path, Have: have, Want: want}, ok
}
