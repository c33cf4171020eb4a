package bench

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/workloads"
)

// Request asks a worker for the timed part of a visit.
type Request struct {
	Workload string `json:"workload"`
	Chunks   int    `json:"chunks"`
	Ops      int    `json:"ops"`    // operations per chunk
	Warmup   int    `json:"warmup"` // operations before the first chunk
	// Turns of known work are done beside each operation; 0 for none.
	Turns int64 `json:"turns,omitempty"`
	// StartNS is when to start, on CLOCK_MONOTONIC, so that several workers
	// do at once; 0 is now.
	StartNS int64 `json:"start_ns,omitempty"`
}

// Timing is the timed part of a visit, as one worker saw it.
type Timing struct {
	results.Timing
	EventsPerOp int               `json:"events_per_op"`
	Ops         int               `json:"ops,omitempty"` // see [results.Visit]
	Driven      uint64            `json:"driven"`        // events caused, the warm-up's included
	Spin        *results.Spin     `json:"spin,omitempty"`
	Counters    *results.Counters `json:"counters,omitempty"`
	Involuntary int64             `json:"involuntary"`
	WallNS      int64             `json:"wall_ns,omitempty"` // see [results.Visit]
	Migrated    bool              `json:"migrated,omitempty"`
}

// singer times pieces of work, with a canary around each where the clock is
// not exact. Between two readings of the clock there is no allocation, and no
// system call but the workload's.
type singer struct{ clock.Clock }

// times does work n times and returns how long each took, and the canaries:
// n+1 of them, or none.
func (s singer) times(n int, work func() error) (chunks, canaries []int64, err error) {
	chunks = make([]int64, n)
	canary := func(int) {}
	if !s.Exact {
		canaries = make([]int64, n+1)
		canary = func(i int) {
			start := s.Now()
			sing()
			canaries[i] = s.Now() - start
		}
	}
	canary(0)
	for i := range chunks {
		start := s.Now()
		err := work()
		chunks[i] = s.Now() - start
		if err != nil {
			return nil, nil, err
		}
		canary(i + 1)
	}
	return chunks, canaries, nil
}

// measure drives a workload and times it, on the calling thread, which is the
// only one on that CPU.
func (w *worker) measure(drive *workloads.Drive, req Request) (*Timing, error) {
	s := singer{w.clock}
	short := shorten(&req, drive.EventsPerOp)
	t := &Timing{EventsPerOp: drive.EventsPerOp, Driven: events(drive, req.Warmup+req.Chunks*req.Ops)}
	t.CPU, t.Ops = w.cpu, short
	var err error
	work := drive.Call.Repeat
	if req.Turns > 0 {
		if t.Spin, err = s.spin(req); err != nil {
			return nil, err
		}
		work = func(ops int) error { return drive.Call.RepeatSpin(ops, t.Spin.Turns) }
	}
	if t.ClockCost, err = s.clockCost(work); err != nil {
		return nil, err
	}
	await(req.StartNS)
	if err := drive.Call.Repeat(req.Warmup); err != nil {
		return nil, err
	}
	if err := w.chunks(s, t, req, work); err != nil {
		return nil, err
	}
	return t, w.count(drive, t, req, work)
}

// chunkEvents is how many events a chunk has at most, unless a single operation
// has more. A chunk must fit between two disturbances: of 10,000 events, a busy
// machine interrupted every second one, and of 1000 every twentieth.
const chunkEvents = 1000

// shorten makes chunks and warm-up of fewer operations where these are many
// events, and returns how many a chunk has then, or 0.
func shorten(req *Request, eventsPerOp int) (ops int) {
	if req.Ops*eventsPerOp <= chunkEvents {
		return 0
	}
	ops = max(1, chunkEvents/eventsPerOp)
	req.Warmup = req.Warmup * ops / req.Ops
	req.Ops = ops
	return ops
}

// chunks does the timed chunks, and sees what the scheduler does meanwhile.
func (w *worker) chunks(s singer, t *Timing, req Request, work func(ops int) error) error {
	before, err := involuntary()
	if err != nil {
		return err
	}
	if t.Chunks, t.Canaries, err = s.times(req.Chunks, func() error { return work(req.Ops) }); err != nil {
		return err
	}
	after, err := involuntary()
	if err != nil {
		return err
	}
	t.Involuntary = after - before
	t.Migrated, err = elsewhere(w.cpu)
	return err
}

// count does as many operations again under the hardware's counters. Counters
// that somebody else takes meanwhile are none for this visit: they are a
// second witness, and not worth the run.
func (w *worker) count(drive *workloads.Drive, t *Timing, req Request, work func(ops int) error) error {
	if w.counters == nil || w.counters.Start() != nil {
		return nil
	}
	ops := req.Chunks * req.Ops
	err := work(ops)
	values, lost := w.counters.Stop()
	if err != nil {
		return err
	}
	t.Driven += events(drive, ops)
	if lost == nil {
		t.Counters = &results.Counters{
			UserInstructions: values.UserInstructions, KernelInstructions: values.KernelInstructions,
			UserCycles: values.UserCycles, KernelCycles: values.KernelCycles,
		}
	}
	return nil
}

// events are how many the hook sees of so many operations.
func events(drive *workloads.Drive, ops int) uint64 {
	if drive.Silent {
		return 0
	}
	return uint64(ops * drive.EventsPerOp)
}

// turn is how long a turn of the known work takes, in the clock's unit.
func (s singer) turn() float64 {
	const many = 10_000
	best := int64(math.MaxInt64)
	for range 10 {
		start := s.Now()
		workloads.Spin(1, many)
		best = min(best, s.Now()-start)
	}
	return float64(best) / many
}

// spin measures the known work without the operation, as it will be done
// beside it.
func (s singer) spin(req Request) (*results.Spin, error) {
	spin := &results.Spin{Turns: req.Turns, Instructions: workloads.SpinInstructions(req.Turns)}
	var err error
	spin.Chunks, spin.Canaries, err = s.times(req.Chunks, func() error {
		workloads.Spin(req.Ops, spin.Turns)
		return nil
	})
	return spin, err
}

// clockCost is what a chunk of no operations takes: the least of many.
func (s singer) clockCost(work func(ops int) error) (int64, error) {
	chunks, _, err := s.times(100, func() error { return work(0) })
	if err != nil {
		return 0, err
	}
	return slices.Min(chunks), nil
}

// await spins until CLOCK_MONOTONIC reads ns.
func await(ns int64) {
	for now := int64(0); now < ns; {
		var ts unix.Timespec
		if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
			return
		}
		now = ts.Nano()
	}
}

// involuntary is how often the scheduler has taken the CPU from the thread.
func involuntary() (int64, error) {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &usage); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return usage.Nivcsw, nil
}

// elsewhere says whether the thread runs on another CPU than its own, which
// happens when that one is taken offline or out of the cpuset.
func elsewhere(cpu int) (bool, error) {
	var on, node uint32
	_, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&on)), uintptr(unsafe.Pointer(&node)), 0)
	if errno != 0 {
		return false, fmt.Errorf("getcpu: %w", errno)
	}
	return int(on) != cpu, nil
}

// song is what the canary adds up: 4 KiB, which stays in the first cache.
var song [512]uint64

// sing is the canary's fixed piece of user-space work, some microseconds,
// which no probe can touch: how long it takes says how fast the CPU is now.
func sing() {
	var a, b, c, d uint64
	for range 40 {
		for i := 0; i < len(song); i += 4 {
			a += song[i]
			b ^= song[i+1]
			c += song[i+2]
			d ^= song[i+3]
		}
	}
	runtime.KeepAlive(a + b + c + d)
}
