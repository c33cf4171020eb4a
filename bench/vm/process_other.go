//go:build !linux

package vm

import "os/exec"

// start starts cmd and returns a channel with what it ended with, closed then.
func start(cmd *exec.Cmd) (<-chan error, error) {
	ended := make(chan error, 1)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		ended <- cmd.Wait()
		close(ended)
	}()
	return ended, nil
}
