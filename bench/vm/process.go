package vm

import (
	"os/exec"
	"runtime"
	"syscall"
)

// start starts cmd such that it dies with this process, however that ends, and
// returns a channel with what it ended with, closed then. The kernel ties the signal to the
// thread that forked, not to the process, so that thread has to stay: a
// goroutine that ends while locked to its thread takes it along.
func start(cmd *exec.Cmd) (<-chan error, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Pdeathsig: syscall.SIGKILL,
		Setpgid:   true, // an interrupt at the terminal is for us to pass on
	}
	started, ended := make(chan error, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
			close(ended)
		}
	}()
	return ended, <-started
}
