package attach

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/tracefs"
)

// Error says what could not be loaded or attached, and why.
type Error struct {
	Op     string // "load" or "attach"
	Type   string
	Target string
	Reason string // for a person
	Err    error  // what the kernel or the library said

	lacking bool // the kernel lacks something that the type needs
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s %s to %s: %s", e.Op, e.Type, e.Target, e.Reason)
}

func (e *Error) Unwrap() error { return e.Err }

// Explain turns an error of the library, whose hints name wrong causes ("MEMLOCK
// may be too low"), into an [Error] that names what this kernel lacks.
func Explain(op string, t Type, target string, err error) *Error {
	e := &Error{Op: op, Type: t.Name, Target: target, Err: err}
	for _, cause := range []func() (string, bool){
		func() (string, bool) { return t.Unmet(running()) },
		func() (string, bool) { return notThere(t, target, err) },
		e.guess,
	} {
		if e.Reason, e.lacking = cause(); e.Reason != "" {
			break
		}
	}
	return e
}

// guess explains an error that comes from no missing kernel option.
func (e *Error) guess() (reason string, unavailable bool) {
	text := e.Err.Error()
	var what lacking
	switch {
	case errors.As(e.Err, &what):
		return what.reason, true
	case errors.Is(e.Err, tracefs.ErrNotMounted):
		return e.Err.Error(), false
	case strings.Contains(text, "is not modifiable"): // check_attach_modify_return() of kernel/bpf/verifier.c
		return fmt.Sprintf("the kernel does not let the result of %s be replaced, as it does for security_*, "+
			"and for system calls if it was built with CONFIG_FUNCTION_ERROR_INJECTION", e.Target), true
	case errors.Is(e.Err, unix.EPERM) || strings.Contains(text, unix.EPERM.Error()):
		return NotPermitted(), false
	case errors.Is(e.Err, fs.ErrNotExist) || strings.Contains(text, "not found"):
		return fmt.Sprintf("this kernel has no %s", e.Target), true
	case errors.Is(e.Err, ebpf.ErrNotSupported):
		return fmt.Sprintf("this kernel does not support it (%s)", innermost(e.Err)), true
	}
	return lastLines(e.Err), false
}

// NotPermitted says what forbids the use of BPF.
func NotPermitted() string {
	if os.Geteuid() != 0 {
		return "not permitted: run as root"
	}
	// Of the levels of lockdown, only this one forbids tracing programs:
	// include/linux/security.h, LOCKDOWN_KPROBES and LOCKDOWN_BPF_READ_KERNEL.
	text, err := os.ReadFile("/sys/kernel/security/lockdown")
	if err == nil && strings.Contains(string(text), "[confidentiality]") {
		return "not permitted although we are root: kernel lockdown is at confidentiality: boot with lockdown=integrity or none"
	}
	return "not permitted although we are root: a policy of this machine (LSM, seccomp or container) refuses it; try outside of the container"
}

// innermost is the cause at the bottom of a chain of errors.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// lastLines are what the verifier said last, or the error itself.
func lastLines(err error) string {
	log := verifierLog(err)
	if len(log) == 0 {
		return err.Error()
	}
	return "the verifier refuses it:\n    " + strings.Join(log[max(0, len(log)-verifierLines):], "\n    ")
}

// verifierLines are as many as tell what is wrong, and with which instruction.
const verifierLines = 4

// verifierLog is what the verifier said, without how much work it had; nil if
// it said nothing.
func verifierLog(err error) []string {
	var verifier *ebpf.VerifierError
	if !errors.As(err, &verifier) {
		return nil
	}
	log := verifier.Log
	if n := len(log); n > 0 && strings.HasPrefix(log[n-1], "processed ") {
		log = log[:n-1]
	}
	return log
}
