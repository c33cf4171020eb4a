package doctor

import (
	"fmt"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/bench/tune"
)

// knobs are checks of all that can be tuned.
func knobs() []Check {
	var checks []Check
	for _, k := range tune.Knobs {
		checks = append(checks, Check{
			Name: k.Name,
			Run:  k.Speed,
			Time: true,
			Look: func(m Machine) Finding { return m.knob(k) },
		})
	}
	return checks
}

// tuneCommand tunes for the bench CPUs.
func (m Machine) tuneCommand() string {
	return fmt.Sprintf("sudo probecost tune on --cpu %s", sandbox.FormatCPUs(m.CPUs))
}

// knob is what there is to say of one.
func (m Machine) knob(k tune.Knob) Finding {
	if k.Host && m.Environment.Hypervisor {
		return fact("it is the host's")
	}
	found := k.Find(tune.Of(m.files(), m.CPUs))
	open, fixed := found.Divide()
	switch {
	case len(open) > 0:
		return Finding{Doubt, tune.Summary(open), k.Why, m.tuneCommand()}
	case len(fixed) > 0:
		return Finding{Doubt, tune.Summary(fixed), k.Why, fixed[0].Fixed}
	case len(found.Settings) == 0:
		return good(found.Note)
	}
	first := found.Settings[0]
	return good(fmt.Sprintf("/%s is %s", first.Path, first.Have))
}
