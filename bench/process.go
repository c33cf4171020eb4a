package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Worker drives workloads on the bench CPU.
type Worker interface {
	// Prepare brings the workload into the state from which the next
	// operation causes the record that it returns.
	Prepare(workload string) (record []byte, err error)
	// Drive does so many operations and returns the events they caused.
	Drive(workload string, ops int) (events uint64, err error)
	// Turn measures a turn of the known work, in the clock's unit.
	Turn() (float64, error)
	// Time does the timed part of a visit.
	Time(Request) (*Timing, error)
	Close() error
}

// workerTimeout is how long a worker may take for one request. A visit takes
// milliseconds, in an emulated machine seconds.
const workerTimeout = 60 * time.Second

// process is a worker in a process of its own.
type process struct {
	cmd    *exec.Cmd
	socket int
	stderr strings.Builder
	packet []byte
	stop   func() bool
}

// StartWorker starts this program again with the given arguments, which make
// it call [ServeWorker]. The worker ends with ctx, with Close, and when this
// process ends, however that happens.
func StartWorker(ctx context.Context, args ...string) (Worker, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("start worker: socket: %w", err)
	}
	theirs := os.NewFile(uintptr(pair[1]), "worker socket")
	defer theirs.Close()
	p := &process{cmd: exec.Command("/proc/self/exe", args...), socket: pair[0], packet: make([]byte, packetSize)}
	p.cmd.Args[0] = os.Args[0] // a binary with several names acts by it
	timeout := unix.NsecToTimeval(int64(workerTimeout))
	if err := unix.SetsockoptTimeval(p.socket, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &timeout); err != nil {
		unix.Close(p.socket)
		return nil, fmt.Errorf("start worker: socket: %w", err)
	}
	p.cmd.ExtraFiles = []*os.File{theirs} // becomes WorkerSocket
	p.cmd.Stderr = &p.stderr
	// Ctrl-C is for the parent, which then ends the worker in good order.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		unix.Close(p.socket)
		return nil, fmt.Errorf("start worker: %w", err)
	}
	p.stop = context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })
	return p, nil
}

func (p *process) Prepare(workload string) ([]byte, error) {
	r, err := p.ask(request{Prepare: workload})
	return r.Record, err
}

func (p *process) Drive(workload string, ops int) (uint64, error) {
	r, err := p.ask(request{Drive: &driving{workload, ops}})
	return r.Driven, err
}

func (p *process) Turn() (float64, error) {
	r, err := p.ask(request{Turn: true})
	return r.Turn, err
}

func (p *process) Time(req Request) (*Timing, error) {
	r, err := p.ask(request{Time: &req})
	if err == nil && r.Timing == nil {
		err = errors.New("worker: answered without a timing")
	}
	return r.Timing, err
}

// ask sends a request and waits for the reply.
func (p *process) ask(req request) (r reply, err error) {
	if err := send(p.socket, req); err != nil {
		return r, p.gone(err)
	}
	n, err := p.receive()
	if err != nil || n == 0 {
		return r, p.gone(err)
	}
	if err := json.Unmarshal(p.packet[:n], &r); err != nil {
		return r, fmt.Errorf("worker: bad reply: %w", err)
	}
	if r.Error != "" {
		return r, fmt.Errorf("worker: %s", r.Error)
	}
	return r, nil
}

func (p *process) receive() (int, error) {
	for {
		n, _, err := unix.Recvfrom(p.socket, p.packet, 0)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			return 0, fmt.Errorf("no answer for %s", workerTimeout)
		default:
			return n, err
		}
	}
}

// gone explains why a worker does not answer.
func (p *process) gone(err error) error {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	why, _, _ := strings.Cut(strings.TrimSpace(p.stderr.String()), "\n\n") // not the runtime's stacks
	if why == "" && err != nil {
		why = err.Error()
	}
	return fmt.Errorf("worker ended early (%s): %s", p.cmd.ProcessState, why)
}

// Close ends the worker: it returns from [ServeWorker] when it finds the
// socket closed.
func (p *process) Close() error {
	p.stop()
	if err := unix.Close(p.socket); err != nil {
		return fmt.Errorf("end worker: %w", err)
	}
	if p.cmd.ProcessState != nil {
		return nil // gone already, and reported
	}
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("end worker: %w: %s", err, strings.TrimSpace(p.stderr.String()))
	}
	return nil
}
