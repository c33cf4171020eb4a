package tune

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// System is a machine that can be changed.
type System struct {
	Root *os.Root
	// Set writes a value to a file.
	Set func(path, value string) error
}

// Open returns the machine whose root folder is given: "/", or a copy to try
// it on.
func Open(folder string) (*System, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	s := &System{Root: root}
	s.Set = s.write
	return s, nil
}

// Close closes the root folder.
func (s *System) Close() error { return s.Root.Close() }

func (s *System) write(path, value string) error {
	f, err := s.Root.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(value + "\n")
	return errors.Join(err, f.Close())
}

func (s *System) read(path string) (string, error) {
	text, err := s.Root.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}

// change writes a value and looks whether it is there.
func (s *System) change(path, value string) error {
	if err := s.Set(path, value); err != nil {
		return err
	}
	now, err := s.read(path)
	if err == nil && now != value {
		err = fmt.Errorf("it holds %s after %s was written", now, value)
	}
	return err
}

// Outcome is what has come of changing a machine.
type Outcome struct {
	Changed int      // files
	Kept    []string // what cannot be changed, and why
	Failed  []string // what should have been changed and was not, and why
}
