package vm

import (
	"fmt"
	"io"
	"os"
)

// maxOutput bounds what a guest may write to one port: it fills the disk of
// the host.
const maxOutput = 4 << 30

// port is the host's end of a serial port: a file that QEMU appends to.
type port struct {
	file *os.File
	to   io.Writer
	read int64
}

// openPort opens the file, which need not have been made by QEMU yet.
func openPort(path string, to io.Writer) (*port, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the guest's serial port: %w", err)
	}
	return &port{file: f, to: to}, nil
}

// pump passes on what has come since the last time, and says how much it was.
func (p *port) pump() (int64, error) {
	n, err := io.Copy(p.to, p.file)
	p.read += n
	if err != nil {
		return n, fmt.Errorf("pass on the output of the guest: %w", err)
	}
	if p.read > maxOutput {
		return n, fmt.Errorf("the guest wrote more than %d GiB", maxOutput>>30)
	}
	return n, nil
}
