package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/clock"
	"github.com/probecost/probecost/bench/pmu"
	"github.com/probecost/probecost/workloads"
)

// A worker is a process that drives workloads from one thread on the bench
// CPU. It attaches nothing: its parent does, between two requests. They talk
// over a socket in packets of JSON, each a request with one member set, each
// answered by a reply.
type request struct {
	Prepare string   `json:"prepare,omitempty"` // workload
	Drive   *driving `json:"drive,omitempty"`
	Time    *Request `json:"time,omitempty"`
	Turn    bool     `json:"turn,omitempty"`
}

// driving asks for operations that are not timed.
type driving struct {
	Workload string `json:"workload"`
	Ops      int    `json:"ops"`
}

// workload is the one that the request is about.
func (r request) workload() string {
	switch {
	case r.Drive != nil:
		return r.Drive.Workload
	case r.Time != nil:
		return r.Time.Workload
	}
	return r.Prepare
}

type reply struct {
	Error  string  `json:"error,omitempty"`
	Record []byte  `json:"record,omitempty"` // to Prepare
	Driven uint64  `json:"driven,omitempty"` // to Drive: events
	Timing *Timing `json:"timing,omitempty"` // to Time
	Turn   float64 `json:"turn,omitempty"`   // to Turn: in the clock's unit
}

// WorkerSocket is the file descriptor on which a worker process finds its end
// of the socket.
const WorkerSocket = 3

// packetSize bounds one packet; a reply with 1000 chunks has 20 kB.
const packetSize = 160 << 10

// worker is a worker process's state.
type worker struct {
	clock  clock.Clock
	cpu    int
	drives map[string]*workloads.Drive
	// counters are the hardware's for this thread; nil if there are none.
	counters *pmu.Counters
}

// ServeWorker is what a worker process does until its parent closes the
// socket or is gone. It drives the named workloads.
func ServeWorker(c clock.Clock, cpu int, names []string) error {
	w := worker{clock: c, cpu: cpu, drives: map[string]*workloads.Drive{}}
	if err := w.become(names); err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	defer w.close()
	packet := make([]byte, packetSize)
	for {
		// Not read(2): it would be an event of the workload urandom_read.
		n, _, err := unix.Recvfrom(WorkerSocket, packet, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return fmt.Errorf("worker: receive: %w", err)
		}
		if n == 0 {
			return nil
		}
		if err := send(WorkerSocket, w.answer(packet[:n])); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
	}
}

// become prepares the calling thread, for good, and the process.
//
// With a file table of its own the thread takes the kernel's short way to look
// up a descriptor: 75 instructions less per call. The workloads are opened
// after that: a file that two tables share has its position locked by every
// write(2), 44 instructions. SIGURG is the runtime's way to interrupt a
// goroutine that runs for long.
func (w *worker) become(names []string) error {
	runtime.LockOSThread()
	growHeap()
	debug.SetGCPercent(-1)
	var set unix.CPUSet
	set.Set(w.cpu)
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("stay on CPU %d: %w", w.cpu, err)
	}
	// The runtime's poller must be in both tables: a timer may use it here.
	null, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	defer null.Close()
	if err := unix.Unshare(unix.CLONE_FILES); err != nil {
		return fmt.Errorf("take a file table of its own: %w", err)
	}
	for _, name := range names {
		if err := w.open(name); err != nil {
			return err
		}
	}
	if !w.clock.Exact {
		w.counters, err = pmu.Open()
		if err != nil && !errors.Is(err, pmu.ErrNotAvailable) {
			return err
		}
	}
	var urgent unix.Sigset_t
	urgent.Val[0] = 1 << (unix.SIGURG - 1)
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &urgent, nil); err != nil {
		return fmt.Errorf("block SIGURG: %w", err)
	}
	return nil
}

// enoughHeap is more than a worker allocates in its life, in bytes.
const enoughHeap = 32 << 20

// growHeap makes room for all that will be allocated, so that memory is not mapped
// between two visits: the kernel looks for the mapping that a uprobe is in, and that
// took an instruction less on Linux 6.1 in visits late in a block.
func growHeap() {
	runtime.KeepAlive(make([]byte, enoughHeap))
	runtime.GC()
}

func (w *worker) open(name string) error {
	workload, err := Workloads.Find(name)
	if err != nil {
		return err
	}
	drive, err := workload.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.drives[name] = drive
	return nil
}

func (w *worker) close() {
	for _, drive := range w.drives {
		_ = drive.Close()
	}
}

// answer does what a packet asks for.
func (w *worker) answer(packet []byte) reply {
	var req request
	if err := json.Unmarshal(packet, &req); err != nil {
		return reply{Error: err.Error()}
	}
	r, err := w.serve(req)
	if err != nil {
		return reply{Error: err.Error()}
	}
	return r
}

func (w *worker) serve(req request) (r reply, err error) {
	if req.Turn {
		r.Turn = singer{w.clock}.turn()
		return r, nil
	}
	drive, ok := w.drives[req.workload()]
	if !ok {
		return r, fmt.Errorf("workload %q is not open", req.workload())
	}
	switch {
	case req.Drive != nil:
		r.Driven = events(drive, req.Drive.Ops)
		return r, drive.Call.Repeat(req.Drive.Ops)
	case req.Time != nil:
		r.Timing, err = w.measure(drive, *req.Time)
		return r, err
	}
	r.Record, err = drive.Prepare()
	return r, err
}

// send writes one packet.
func send(socket int, message any) error {
	packet, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(packet) > packetSize {
		return fmt.Errorf("packet of %d bytes, at most %d", len(packet), packetSize)
	}
	if err := unix.Sendto(socket, packet, unix.MSG_NOSIGNAL, nil); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}
