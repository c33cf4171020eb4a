package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bench/clock"
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
}

// driving asks for operations that are not timed.
type driving struct {
	Workload string `json:"workload"`
	Ops      int    `json:"ops"`
}

type reply struct {
	Error  string  `json:"error,omitempty"`
	Record []byte  `json:"record,omitempty"` // to Prepare
	Driven uint64  `json:"driven,omitempty"` // to Drive: events
	Timing *Timing `json:"timing,omitempty"` // to Time
}

// WorkerSocket is the file descriptor on which a worker process finds its end
// of the socket.
const WorkerSocket = 3

// packetSize bounds one packet; a reply with 1000 chunks has 20 kB.
const packetSize = 160 << 10

// ServeWorker is what a worker process does until its parent closes the
// socket or is gone.
func ServeWorker(c clock.Clock, cpu int) error {
	if err := becomeWorker(cpu); err != nil {
		return err
	}
	drives := map[string]*workloads.Drive{}
	defer func() {
		for _, d := range drives {
			_ = d.Close()
		}
	}()
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
		if err := send(WorkerSocket, answer(c, drives, packet[:n])); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
	}
}

// becomeWorker prepares the calling thread, for good, and the process.
//
// With a file table of its own the thread takes the kernel's short way to look
// up a descriptor: 75 instructions less per call. SIGURG is the runtime's way
// to interrupt a goroutine that runs for long.
func becomeWorker(cpu int) error {
	runtime.LockOSThread()
	debug.SetGCPercent(-1)
	var set unix.CPUSet
	set.Set(cpu)
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("worker: stay on CPU %d: %w", cpu, err)
	}
	if err := unix.Unshare(unix.CLONE_FILES); err != nil {
		return fmt.Errorf("worker: take a file table of its own: %w", err)
	}
	var urgent unix.Sigset_t
	urgent.Val[0] = 1 << (unix.SIGURG - 1)
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &urgent, nil); err != nil {
		return fmt.Errorf("worker: block SIGURG: %w", err)
	}
	return nil
}

// answer does what a packet asks for.
func answer(c clock.Clock, drives map[string]*workloads.Drive, packet []byte) reply {
	var req request
	if err := json.Unmarshal(packet, &req); err != nil {
		return reply{Error: err.Error()}
	}
	r, err := serve(c, drives, req)
	if err != nil {
		return reply{Error: err.Error()}
	}
	return r
}

func serve(c clock.Clock, drives map[string]*workloads.Drive, req request) (r reply, err error) {
	switch {
	case req.Drive != nil:
		d, err := open(drives, req.Drive.Workload)
		if err != nil {
			return r, err
		}
		r.Driven = uint64(req.Drive.Ops * d.EventsPerOp)
		return r, d.Call.Repeat(req.Drive.Ops)
	case req.Time != nil:
		d, err := open(drives, req.Time.Workload)
		if err != nil {
			return r, err
		}
		r.Timing, err = measure(c, d, *req.Time)
		return r, err
	default:
		d, err := open(drives, req.Prepare)
		if err != nil {
			return r, err
		}
		r.Record, err = d.Prepare()
		return r, err
	}
}

// open opens a workload the first time that it is asked for.
func open(drives map[string]*workloads.Drive, name string) (*workloads.Drive, error) {
	if d, ok := drives[name]; ok {
		return d, nil
	}
	for _, w := range workloads.All {
		if w.Name == name {
			d, err := w.Open()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			drives[name] = d
			return d, nil
		}
	}
	return nil, fmt.Errorf("no workload %q", name)
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
