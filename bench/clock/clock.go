// Package clock holds the two clocks: time, and instructions of a virtual
// machine that counts them.
package clock

import (
	"time"

	"github.com/probecost/probecost/results"
)

// Clock reads a number that only grows.
type Clock struct {
	Metric results.Metric
	// Now reads the clock, in the metric's unit.
	Now func() int64
	// Exact is true if equal work always reads equal, so that each
	// operation is measured by itself and needs no canary.
	Exact bool
}

// Time is the monotonic clock, in nanoseconds, read without a system call.
func Time() Clock {
	start := time.Now()
	return Clock{Metric: results.Time, Now: func() int64 { return int64(time.Since(start)) }}
}

// Shift turns virtual nanoseconds into instructions: the guest is started with
// -icount shift=2, which makes an instruction last 2^2 ns.
const Shift = 2

// Instructions counts the guest's instructions. It is right only in a virtual
// machine that bench/vm started with Deterministic, where the processor's
// counter ticks once per virtual nanosecond.
func Instructions() (Clock, error) {
	if err := check(); err != nil {
		return Clock{}, err
	}
	return Clock{
		Metric: results.Instructions,
		Now:    func() int64 { return int64(ticks() >> Shift) },
		Exact:  true,
	}, nil
}
