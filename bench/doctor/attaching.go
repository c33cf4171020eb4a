package doctor

import (
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Can is the answer to whether something can be measured.
type Can string

const (
	Yes Can = "yes"
	No  Can = "no"
	// Unknown was not tried.
	Unknown Can = "unknown"
	// Partly is yes for some of several.
	Partly Can = "partly"
)

// Way is an attach type on the hook of a workload.
type Way struct {
	Attach   string `json:"attach"`
	Workload string `json:"workload"`
	Can      Can    `json:"can"`
	Reason   string `json:"reason,omitempty"`
}

// Answer is what there is to say of one attach type or one workload.
type Answer struct {
	Name   string `json:"name"`
	Can    Can    `json:"can"`
	Reason string `json:"reason,omitempty"`
	Mend   string `json:"mend,omitempty"`
}

// notTried is why nothing is known for sure.
const notTried = "not tried; the kernel was built with what it takes"

// ways tries every attach type on the hook of every workload.
func (m Machine) ways() []Way {
	var ways []Way
	for _, t := range attach.All {
		if !t.HasProgram() {
			continue
		}
		for _, w := range workloads.All {
			if !t.Applies(w.Hook) {
				continue
			}
			can, reason := m.way(t, w)
			ways = append(ways, Way{t.Name, w.Name, can, reason})
		}
	}
	return ways
}

// way tries one, or tells by the kernel's configuration.
func (m Machine) way(t attach.Type, w workloads.Workload) (Can, string) {
	if m.Try == nil {
		if reason, lacking := t.Unmet(attach.Kernel{Root: m.files(), Release: m.Environment.Kernel, Config: m.Config}); lacking {
			return No, reason
		}
		if m.Config == nil {
			return Unknown, "not tried"
		}
		return Unknown, notTried
	}
	support := m.Try(t, w)
	if support.State == attach.Available {
		return Yes, ""
	}
	return No, support.Reason
}

// drives tries every workload.
func (m Machine) drives() []Answer {
	var answers []Answer
	for _, w := range workloads.All {
		a := Answer{Name: w.Name, Can: Yes}
		if m.Drive == nil {
			a.Can, a.Reason = Unknown, "not tried"
		} else if err := m.Drive(w); err != nil {
			a.Can, a.Reason = No, err.Error()
		}
		answers = append(answers, a)
	}
	return answers
}

// attachTypes sums up ways by attach type, over the workloads that can be
// driven.
func attachTypes(ways []Way, drives []Answer) []Answer {
	idle := map[string]bool{}
	for _, d := range drives {
		idle[d.Name] = d.Can == No
	}
	var answers []Answer
	for _, t := range attach.All {
		if !t.HasProgram() {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(ways), func(w Way) bool { return w.Attach != t.Name || idle[w.Workload] })
		answers = append(answers, sumUp(t, of))
	}
	return answers
}

// sumUp is the answer for an attach type on several hooks.
func sumUp(t attach.Type, ways []Way) Answer {
	if len(ways) == 0 {
		return Answer{Name: t.Name, Can: No, Reason: "no workload can be driven"}
	}
	on := map[string][]string{} // workloads by why not
	var reasons []string
	count := map[Can]int{}
	for _, w := range ways {
		count[w.Can]++
		if w.Can != Yes && on[w.Reason] == nil {
			reasons = append(reasons, w.Reason)
		}
		on[w.Reason] = append(on[w.Reason], w.Workload)
	}
	for i, reason := range reasons {
		if len(on[reason]) < len(ways) {
			reasons[i] = "not on " + strings.Join(on[reason], ", ") + ": " + reason
		}
	}
	a := Answer{Name: t.Name, Can: Partly, Reason: strings.Join(reasons, "; ")}
	for can, n := range count {
		if n == len(ways) {
			a.Can = can
		}
	}
	if count[Yes] == 0 && count[No] > 0 {
		a.Mend = elsewhere(t.Since, "--attach "+t.Name)
	}
	return a
}

// elsewhere is how to measure on another kernel, of that version at least.
func elsewhere(since, axis string) string {
	kernel := "6.12"
	if results.CompareReleases(since, kernel) > 0 {
		kernel = "7.x"
	}
	return "probecost count --kernel " + kernel + " " + axis
}

// hooked adds to the workloads those of which no hook can be attached to, with
// what is said by a type that can be attached elsewhere.
func hooked(drives []Answer, ways []Way) []Answer {
	works := map[string]bool{}
	for _, w := range ways {
		works[w.Attach] = works[w.Attach] || w.Can != No
	}
	for i, d := range drives {
		of := slices.DeleteFunc(slices.Clone(ways), func(w Way) bool { return w.Workload != d.Name })
		if d.Can == Yes && !slices.ContainsFunc(of, func(w Way) bool { return w.Can != No }) {
			d.Can, d.Reason = No, "nothing can be attached"
			if n := slices.IndexFunc(of, func(w Way) bool { return works[w.Attach] }); n >= 0 {
				d.Reason = of[n].Reason
			}
		}
		if d.Can == No {
			d.Mend = elsewhere("", "--workload "+d.Name)
		}
		drives[i] = d
	}
	return drives
}
