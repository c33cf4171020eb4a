package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/results"
)

// Report is all that was found.
type Report struct {
	Environment  results.Environment `json:"environment"`
	CPUs         []int               `json:"cpus"` // the bench CPUs
	Can          Can                 `json:"can_measure"`
	Attach       []Answer            `json:"attach_types"`
	Workloads    []Answer            `json:"workloads"`
	Ways         []Way               `json:"ways"`
	Needs        []Result            `json:"needs"`
	Noise        []Result            `json:"noise"`
	Capabilities []Held              `json:"capabilities"`

	tune string // the command that mends what can be tuned
	busy bool   // another probecost measures, and this one might have tried
}

// Result is what one check has shown.
type Result struct {
	Name string `json:"name"`
	Finding
}

// Held is a capability, and whether this process has it.
type Held struct {
	Name string `json:"name"`
	Have Can    `json:"have"`
	Use  string `json:"use"`
}

// Examine looks at everything.
func Examine(m Machine) Report {
	r := Report{Environment: m.Environment, CPUs: m.CPUs, Ways: m.ways(), tune: m.tuneCommand(), busy: m.Busy && m.Process.Root}
	drives := m.drives()
	r.Attach, r.Workloads = attachTypes(r.Ways, drives), hooked(drives, r.Ways)
	for _, a := range r.Attach {
		if a.Can != No {
			m.Attach = append(m.Attach, a.Name)
		}
	}
	r.Needs, r.Noise = look(m, Needs), look(m, Noise)
	r.Can = r.verdict()
	have := m.capabilities()
	for _, c := range Capabilities {
		held := Held{c.Name, No, c.Use}
		if slices.Contains(have, c.Name) {
			held.Have = Yes
		} else if have == nil {
			held.Have = Unknown
		}
		r.Capabilities = append(r.Capabilities, held)
	}
	return r
}

func look(m Machine, checks []Check) []Result {
	var list []Result
	for _, c := range checks {
		list = append(list, Result{c.Name, c.Look(m)})
	}
	return list
}

// verdict is whether this machine can measure any attach type as it is.
func (r Report) verdict() Can {
	if slices.ContainsFunc(r.Needs, func(n Result) bool { return n.stops() }) {
		return No
	}
	best := No
	for _, a := range r.Attach {
		switch a.Can {
		case Yes, Partly:
			return Yes
		case Unknown:
			best = Unknown
		}
	}
	return best
}

// summary is the verdict in words.
func (r Report) summary() string {
	switch r.Can {
	case No:
		for _, n := range r.Needs {
			if n.stops() {
				return "This machine cannot measure time as it is: see what is wrong or missing. " +
					"`probecost count --kernel 6.12` counts instructions without any of that."
			}
		}
		return "This machine can attach nothing: see why. `probecost count --kernel 6.12` counts instructions on another kernel."
	case Unknown:
		if r.busy {
			return "Whether this machine can measure was not tried: another probecost measures at this moment."
		}
		return "Whether this machine can measure was not tried: sudo probecost doctor"
	}
	var names []string
	for _, a := range r.Attach {
		if a.Can == Yes || a.Can == Partly {
			names = append(names, a.Name)
		}
	}
	return "This machine can measure " + strings.Join(names, ", ") + " on CPU " + sandbox.FormatCPUs(r.CPUs) + "." + r.noisy()
}

// noisy says how much there is to mend.
func (r Report) noisy() string {
	doubts, tunable := 0, 0
	for _, n := range append(slices.Clone(r.Needs), r.Noise...) {
		if n.State == Doubt {
			doubts++
		}
		if n.Mend == r.tune {
			tunable++
		}
	}
	switch {
	case doubts == 0:
		return " It is as quiet as can be told."
	case tunable == 0:
		return fmt.Sprintf(" Doubts: %d.", doubts)
	}
	return fmt.Sprintf(" Doubts: %d, of which `%s` mends %d, and `probecost tune off` undoes that.", doubts, r.tune, tunable)
}
