package attach

import (
	"errors"

	"github.com/cilium/ebpf"

	"github.com/probecost/probecost/bpf"
	"github.com/probecost/probecost/workloads"
)

// State is one of three answers to whether something can be attached.
type State int

const (
	// Available: it was attached.
	Available State = iota
	// Unavailable: this kernel cannot attach it.
	Unavailable
	// Inconclusive: it was refused for a reason that says nothing about
	// the kernel, such as a missing privilege.
	Inconclusive
	// Refused: the verifier found fault with the program itself.
	Refused
)

// Support says whether an attach type can be used for a hook.
type Support struct {
	State  State
	Reason string // what a person can do about it; "" if Available
}

// Check finds out by attaching: it loads and attaches the empty handler, and
// removes it again.
func (l *Loader) Check(t Type, w workloads.Workload) Support {
	p, err := l.Load(t, w, bpf.Empty)
	if err == nil {
		err = errors.Join(p.Attach(), p.Close())
	}
	return SupportFor(err)
}

// SupportFor says what an attempt to load and attach a program has shown.
func SupportFor(err error) Support {
	if err == nil {
		return Support{}
	}
	var failure *Error
	if !errors.As(err, &failure) {
		return Support{Inconclusive, err.Error()}
	}
	return Support{failure.state(), failure.Reason}
}

// state tells a kernel that cannot from one that does not let us.
func (e *Error) state() State {
	if e.lacking || errors.Is(e.Err, ebpf.ErrNotSupported) {
		return Unavailable
	}
	if len(verifierLog(e.Err)) > 0 {
		return Refused
	}
	return Inconclusive
}
