package vm

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// poll is how often the host looks at the ports.
const poll = 20 * time.Millisecond

// grace is how long QEMU may take to end after the exit status came.
var grace = 10 * time.Second

// guest is a guest while it runs.
type guest struct {
	Config
	dir     string
	ports   []*port
	mailbox mailbox
	last    time.Time // when a byte came from any port
	done    time.Time // when the exit status came; zero before
}

func newGuest(dir string, c Config) (*guest, error) {
	g := &guest{Config: c, dir: dir}
	for _, p := range []struct {
		name string
		to   io.Writer
	}{
		{fileConsole, io.Discard},
		{fileStdout, c.Stdout},
		{fileStderr, c.Stderr},
		{fileControl, &g.mailbox},
	} {
		port, err := openPort(g.path(p.name), p.to)
		if err != nil {
			g.close()
			return nil, err
		}
		g.ports = append(g.ports, port)
	}
	return g, nil
}

func (g *guest) path(name string) string { return filepath.Join(g.dir, name) }

func (g *guest) close() {
	for _, p := range g.ports {
		p.file.Close()
	}
}

// run runs QEMU and follows the guest to its end.
func (g *guest) run(ctx context.Context, qemu string, flags []string) (int, error) {
	log, err := os.Create(g.path(fileQEMU))
	if err != nil {
		return 0, fmt.Errorf("make a file for the messages of QEMU: %w", err)
	}
	defer log.Close()
	running, kill := context.WithCancel(ctx)
	defer kill()
	cmd := exec.CommandContext(running, qemu, flags...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = g.dir, log, log
	ended, err := start(cmd)
	if err != nil {
		return 0, fmt.Errorf("start %s: %w", qemu, err)
	}
	exit, err := g.follow(ended, kill)
	if err != nil {
		kill()
		for range ended { // until it is gone, and writes no more to our folder
		}
		return 0, err
	}
	if ctx.Err() != nil && g.done.IsZero() {
		return 0, fmt.Errorf("run a command in a guest on %s: %w", g.Kernel, context.Cause(ctx))
	}
	return g.result(qemu, exit)
}

// follow passes on the guest's output until QEMU ends, and returns how it did.
// With err, QEMU may have to be ended still.
func (g *guest) follow(ended <-chan error, kill func()) (exit, err error) {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	g.last = time.Now()
	for {
		select {
		case exit := <-ended:
			return exit, g.pump()
		case <-ticker.C:
		}
		if err := g.pump(); err != nil {
			return nil, err
		}
		switch {
		case !g.done.IsZero() && time.Since(g.done) > grace:
			kill()
		case g.done.IsZero() && time.Since(g.last) > g.Idle:
			return nil, g.fail(fmt.Errorf("%w: nothing came from it for %v", ErrHang, g.Idle))
		}
	}
}

// pump passes on what has come from the ports.
func (g *guest) pump() error {
	for _, p := range g.ports {
		n, err := p.pump()
		if err != nil {
			return err
		}
		if n > 0 {
			g.last = time.Now()
		}
	}
	if m, err := g.mailbox.message(); (m != nil || err != nil) && g.done.IsZero() {
		g.done = time.Now()
	}
	return nil
}

// result is the exit status of the command, once QEMU has ended with exit.
func (g *guest) result(qemu string, exit error) (int, error) {
	m, err := g.mailbox.message()
	switch {
	case err != nil:
		return 0, g.fail(err)
	case m != nil && m.Error != "":
		return 0, g.fail(fmt.Errorf("%w: %s", ErrSetup, m.Error))
	case m != nil:
		return *m.Status, nil
	case exit != nil:
		return 0, fmt.Errorf("boot %s: %s: %w: %s", g.Kernel, qemu, exit, strings.Join(excerpt(g.path(fileQEMU)), "; "))
	}
	return 0, g.fail(ErrPanic)
}

// fail makes an error with what the guest's console says.
func (g *guest) fail(err error) error {
	return &GuestError{Err: err, Kernel: g.Kernel, Console: excerpt(g.path(fileConsole))}
}
