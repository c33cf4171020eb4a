package bench

import (
	"errors"

	"github.com/probecost/probecost/bench/doctor"
	"github.com/probecost/probecost/results"
)

// InvalidError means that a measurement did not measure what it says.
type InvalidError struct{ Message string }

func (e *InvalidError) Error() string { return "invalid measurement: " + e.Message }

// checkBefore says what makes a measurement on a machine worthless: what the
// doctor finds missing or wrong.
func checkBefore(m doctor.Machine, metric results.Metric) error {
	for _, c := range doctor.Needs {
		if !c.Run || c.Time && metric != results.Time {
			continue
		}
		switch f := c.Look(m); f.State {
		case doctor.Missing:
			return errors.New(f.String())
		case doctor.Wrong:
			return &InvalidError{f.String()}
		}
	}
	return nil
}

// warnings says what makes a measurement of time on a machine doubtful, and what
// would mend it.
func warnings(m doctor.Machine) []string {
	var w []string
	for _, c := range doctor.Noise {
		if !c.Run {
			continue
		}
		if f := c.Look(m); f.State == doctor.Doubt {
			w = append(w, f.String())
		}
	}
	return w
}
