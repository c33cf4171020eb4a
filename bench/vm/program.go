package vm

import (
	"cmp"
	"debug/elf"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// envProgram names this program, built for the guest's architecture where that
// is not the one that it runs on.
const envProgram = "PROBECOST_GUEST_BINARY"

// findProgram returns the path of this program for a guest: itself, or its
// sibling for another architecture, such as bin/probecost-arm64 beside
// bin/probecost.
func (a *architecture) findProgram() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program, to run it in the guest: %w", err)
	}
	if a.name == runtime.GOARCH {
		return self, nil
	}
	path := cmp.Or(os.Getenv(envProgram), filepath.Join(filepath.Dir(self), "probecost-"+a.name))
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("this program %w for guests of %s: %w: make build-%s builds it; %s names one that is elsewhere",
			ErrNoProgram, a.name, err, a.name, envProgram)
	}
	return path, nil
}

// checkStatic says whether a program can run in the guest.
func (a *architecture) checkStatic(program io.ReaderAt) error {
	remedy := "build it with CGO_ENABLED=0 GOOS=linux GOARCH=" + a.name
	f, err := elf.NewFile(program)
	if err != nil {
		return fmt.Errorf("%w: %w: %s", ErrNotStatic, err, remedy)
	}
	if f.Machine != a.machine {
		return fmt.Errorf("%w for %s: it is one for %v: %s", ErrNotStatic, a.name, f.Machine, remedy)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return fmt.Errorf("%w: it is linked dynamically: %s", ErrNotStatic, remedy)
		}
	}
	return nil
}

// openProgram opens the program for the guest.
func (a *architecture) openProgram(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the program for the guest: %w", err)
	}
	if err := a.checkStatic(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return f, nil
}
