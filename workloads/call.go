package workloads

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Operation is what a thread repeats to cause events.
type Operation interface {
	// Repeat does it n times on the calling thread, which must be locked.
	Repeat(n int) error
	// RepeatSpin is Repeat with a known piece of work beside each: a chain
	// of [SpinInstructions], in so many turns, at least 1.
	RepeatSpin(n int, turns int64) error
}

// Call is a system call with all its arguments. The assembly of repeat knows
// the order of the first three members.
type Call struct {
	Number uintptr
	Args   [6]uintptr
	Want   uintptr // the result that shows success

	memory []byte // what an argument points to
}

// pointer returns the argument that points to memory, which the Call keeps.
func (c *Call) pointer(memory []byte) uintptr {
	c.memory = memory
	return uintptr(unsafe.Pointer(&memory[0]))
}

// Repeat makes the call n times on the calling thread, as near to the bare
// instruction as it gets: no scheduler entry, no errno. It stops at the first
// result that is not Want. The thread must be locked.
//
// Cost: a written-out loop of 5 instructions besides the call. Exact figures
// for one write to comm on Linux 6.12: C loop of test_overhead 1047, Go's
// syscall.RawSyscall6 1066.
func (c *Call) Repeat(n int) error {
	done, result := repeat(c, uintptr(n))
	runtime.KeepAlive(c)
	return c.explain(done, result, n)
}

// SpinInstructions is the number of instructions of a piece of known work.
func SpinInstructions(turns int64) int64 { return 32*turns + 3 }

// RepeatSpin is Repeat with known work beside each call.
func (c *Call) RepeatSpin(n int, turns int64) error {
	done, result := repeatSpin(c, uintptr(n), uintptr(turns))
	runtime.KeepAlive(c)
	return c.explain(done, result, n)
}

// Spin does n times the work that RepeatSpin does beside its calls; n and turns
// are at least 1.
func Spin(n int, turns int64) { spin(uintptr(n), uintptr(turns)) }

// explain says why a loop stopped early, if it did.
func (c *Call) explain(done, result uintptr, n int) error {
	if done == uintptr(n) {
		return nil
	}
	if errno := -int(result); errno > 0 && errno < 4096 {
		return fmt.Errorf("system call %d, repetition %d of %d: %w", c.Number, done+1, n, unix.Errno(errno))
	}
	return fmt.Errorf("system call %d, repetition %d of %d: returned %d, want %d", c.Number, done+1, n, result, c.Want)
}
