package bench

import (
	"math"

	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/workloads"
)

// Request asks a worker for the timed part of a visit.
type Request struct {
	Workload string `json:"workload"`
	Chunks   int    `json:"chunks"`
	Ops      int    `json:"ops"`    // operations per chunk
	Warmup   int    `json:"warmup"` // operations before the first chunk
}

// Timing is the timed part of a visit, in the unit of the clock.
type Timing struct {
	EventsPerOp int     `json:"events_per_op"`
	Driven      uint64  `json:"driven"` // events caused, the warm-up's included
	Chunks      []int64 `json:"chunks"`
	Canaries    []int64 `json:"canaries,omitempty"` // len(Chunks)+1, or none
	ClockCost   int64   `json:"clock_cost"`
}

// measure drives a workload and times it, on the calling thread. Between two
// readings of the clock there is no allocation and no system call but the
// workload's.
func measure(c clock.Clock, drive *workloads.Drive, req Request) (*Timing, error) {
	t := &Timing{
		EventsPerOp: drive.EventsPerOp,
		Driven:      uint64((req.Warmup + req.Chunks*req.Ops) * drive.EventsPerOp),
		Chunks:      make([]int64, req.Chunks),
		ClockCost:   clockCost(c, drive),
	}
	canary := func(int) {}
	if !c.Exact {
		t.Canaries = make([]int64, req.Chunks+1)
		canary = func(i int) {
			start := c.Now()
			sing()
			t.Canaries[i] = c.Now() - start
		}
	}
	if err := drive.Call.Repeat(req.Warmup); err != nil {
		return nil, err
	}
	canary(0)
	for i := range t.Chunks {
		start := c.Now()
		err := drive.Call.Repeat(req.Ops)
		t.Chunks[i] = c.Now() - start
		if err != nil {
			return nil, err
		}
		canary(i + 1)
	}
	return t, nil
}

// clockCost is what a chunk of no operations takes: the least of many.
func clockCost(c clock.Clock, drive *workloads.Drive) int64 {
	least := int64(math.MaxInt64)
	for range 100 {
		start := c.Now()
		_ = drive.Call.Repeat(0)
		least = min(least, c.Now()-start)
	}
	return least
}

// song is what the canary adds up: 4 KiB, which stays in the first cache.
var song [512]uint64

// sung keeps the compiler from leaving the canary's work out.
var sung uint64

// sing is the canary's fixed piece of user-space work, about 6 µs, which no
// probe can touch: how long it takes says how fast the CPU is right now.
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
	sung = a + b + c + d
}
