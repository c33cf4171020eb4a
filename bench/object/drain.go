package object

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/perf"
	"golang.org/x/sys/unix"
)

// Pace says for how long a ring buffer can be left alone between two looks at
// it. The record that comes after a reader has caught up sends a wake-up, some
// microseconds on a virtual machine, whether or not anybody waits; so a reader
// that is always close behind makes all records dear, and one that comes by now
// and then only a few, which the cost of a visit does not contain.
type Pace struct {
	least  time.Duration // nap
	perKiB time.Duration // what that takes to come at the fastest, and longer
}

var (
	// Busy is for a reader with a CPU of its own.
	Busy = Pace{least: 5 * time.Microsecond, perKiB: 512 * time.Nanosecond}
	// Calm is for a reader that shares the only CPU with the worker, under a
	// clock that counts instructions, four nanoseconds each: an operation
	// takes microseconds, and one that the reader interrupts does not count.
	Calm = Pace{least: 250 * time.Microsecond, perKiB: 20 * time.Microsecond}
)

// longestNap bounds how long detaching waits for the reader.
const longestNap = 5 * time.Millisecond

// perfPages is the size of each CPU's part of a perf event array, in pages, as
// libbpf's tools have it. Its reader is woken when half of it is full.
const perfPages = 64

// drain empties the buffers that programs write to.
type drain struct {
	stopped atomic.Bool
	running sync.WaitGroup
	rings   []*ring
	perfs   []*perf.Reader
	fill    atomic.Uint64 // bits of the float64: largest share found in use
	lost    atomic.Uint64 // records that found no room in a perf event array
}

func newDrain(maps map[string]*ebpf.Map, pace Pace) (*drain, error) {
	d := &drain{}
	for name, m := range maps {
		if err := d.open(m); err != nil {
			return nil, errors.Join(fmt.Errorf("read map %s: %w", name, err), d.close())
		}
	}
	if len(d.rings) > 0 {
		oneMore()
		d.running.Go(func() { d.look(pace) })
	}
	for _, r := range d.perfs {
		d.running.Go(func() { d.wait(r) })
	}
	return d, nil
}

func (d *drain) open(m *ebpf.Map) error {
	switch m.Type() {
	case ebpf.RingBuf:
		r, err := newRing(m.FD(), m.MaxEntries())
		if err != nil {
			return err
		}
		d.rings = append(d.rings, r)
	case ebpf.PerfEventArray:
		size := perfPages * os.Getpagesize()
		r, err := perf.NewReaderWithOptions(m, size, perf.ReaderOptions{Watermark: size / 2})
		if err != nil {
			return err
		}
		d.perfs = append(d.perfs, r)
	}
	return nil
}

// oneMore lets the runtime run one goroutine more at a time: that of
// [drain.look], so that it need not wait for its turn when it wakes.
var oneMore = sync.OnceFunc(func() { runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1) })

// look empties the ring buffers over and over.
func (d *drain) look(pace Pace) {
	runtime.LockOSThread() // never unlocked: the thread ends with its priority
	// Both may be refused: then buffers are more often found full, and say so.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0)
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: 1}, 0)
	nap := unix.NsecToTimespec(int64(d.nap(pace)))
	for !d.stopped.Load() {
		for _, r := range d.rings {
			if share := r.empty(); share > math.Float64frombits(d.fill.Load()) {
				d.fill.Store(math.Float64bits(share))
			}
		}
		_ = unix.Nanosleep(&nap, nil) // a nap cut short does no harm
	}
}

// nap is how long the smallest buffer can be left alone.
func (d *drain) nap(pace Pace) time.Duration {
	nap := longestNap
	for _, r := range d.rings {
		nap = min(nap, time.Duration(r.size>>10)*pace.perKiB)
	}
	return max(nap, pace.least)
}

// wait reads a perf event array until it is closed.
func (d *drain) wait(r *perf.Reader) {
	var record perf.Record
	for {
		err := r.ReadInto(&record)
		if errors.Is(err, perf.ErrClosed) {
			return
		}
		d.lost.Add(record.LostSamples)
	}
}

// state is how full the fullest ring buffer was, 0 to 1, and how many records
// were lost.
func (d *drain) state() (fill float64, lost uint64) {
	return math.Float64frombits(d.fill.Load()), d.lost.Load()
}

func (d *drain) close() error {
	d.stopped.Store(true)
	var errs []error
	for _, r := range d.perfs {
		errs = append(errs, r.Close())
	}
	d.running.Wait()
	for _, r := range d.rings {
		errs = append(errs, r.close())
	}
	return errors.Join(errs...)
}
