package tune

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// The values that were there are kept where nobody but root can write, and where
// they vanish when the machine is switched off, as the settings do.
const (
	savedFolder = "run/probecost"
	savedFile   = savedFolder + "/tune.jsonl"
)

// savedSchema is the version of the format of the file. It is JSON Lines; each
// line has one member, which names its kind.
const savedSchema = 1

// Saved is what [System.On] has noted: a line when it began, one before each
// change, and one when it was through.
type Saved struct {
	CPUs    []int
	Started time.Time
	Boot    string // of /proc/sys/kernel/random/boot_id
	Values  []Value
	Kept    []string // files that the kernel refused to change, which it manages by itself
	// Whole is false if it was ended before it was through.
	Whole bool
}

// Value is what a file held before it was changed.
type Value struct {
	Path string `json:"path"`
	Was  string `json:"was"`
}

// savedLine is one line of the file.
type savedLine struct {
	Tuned *savedHeader `json:"tuned,omitempty"`
	Value *Value       `json:"value,omitempty"`
	Kept  string       `json:"kept,omitempty"`
	Whole *struct{}    `json:"whole,omitempty"`
}

type savedHeader struct {
	Schema  int       `json:"schema"`
	Boot    string    `json:"boot"` // what was saved before another one is void
	CPUs    []int     `json:"cpus"`
	Started time.Time `json:"started"`
}

// has says whether a file's value was saved.
func (s *Saved) has(path string) bool {
	return slices.ContainsFunc(s.Values, func(v Value) bool { return v.Path == path })
}

// ReadSaved reads what was saved on a machine; nil if it is not tuned since it was
// started.
func ReadSaved(root fs.FS) (*Saved, error) {
	text, err := fs.ReadFile(root, savedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what was there before the machine was tuned: %w", err)
	}
	s, err := parseSaved(text)
	if err != nil {
		return nil, fmt.Errorf("/%s: %w", savedFile, err)
	}
	if s.Boot != bootID(root) {
		return nil, nil // /run is on a disk, as in some containers
	}
	return s, nil
}

// bootID tells one start of a machine from another.
func bootID(root fs.FS) string {
	id, _ := Machine{Root: root}.read("proc/sys/kernel/random/boot_id")
	return id
}

// parseSaved parses the file. A last line that is cut short was written before
// a change that was then not made.
func parseSaved(text []byte) (*Saved, error) {
	s := &Saved{}
	for i, line := range bytes.SplitAfter(text, []byte("\n")) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		var l savedLine
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		switch {
		case l.Tuned != nil && l.Tuned.Schema != savedSchema:
			return nil, fmt.Errorf("line %d: schema %d is not known: use the probecost that wrote it", i+1, l.Tuned.Schema)
		case l.Tuned != nil:
			s.CPUs, s.Started, s.Boot = l.Tuned.CPUs, l.Tuned.Started, l.Tuned.Boot
		case l.Value != nil:
			s.Values = append(s.Values, *l.Value)
		case l.Kept != "":
			s.Kept = append(s.Kept, l.Kept)
		case l.Whole != nil:
			s.Whole = true
		}
	}
	return s, nil
}

// lines are the lines of the file.
func (s *Saved) lines() []savedLine {
	lines := []savedLine{{Tuned: &savedHeader{savedSchema, s.Boot, s.CPUs, s.Started}}}
	for _, v := range s.Values {
		lines = append(lines, savedLine{Value: &v})
	}
	for _, path := range s.Kept {
		lines = append(lines, savedLine{Kept: path})
	}
	if s.Whole {
		lines = append(lines, savedLine{Whole: &struct{}{}})
	}
	return lines
}

// rewrite replaces the file, in one step.
func (s *Saved) rewrite(root *os.Root) error {
	var text bytes.Buffer
	for _, line := range s.lines() {
		if err := json.NewEncoder(&text).Encode(line); err != nil {
			return err
		}
	}
	const fresh = savedFile + ".new"
	if err := root.WriteFile(fresh, text.Bytes(), 0o600); err != nil {
		return err
	}
	return root.Rename(fresh, savedFile)
}

// add appends a line, in one write.
func add(root *os.Root, line savedLine) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	f, err := root.OpenFile(savedFile, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	return errors.Join(err, f.Close())
}

// lock makes the folder and keeps other processes from tuning until the result
// is closed, at the latest with this process.
func lock(root *os.Root) (*os.File, error) {
	if err := root.MkdirAll(savedFolder, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for what is there now: %w", err)
	}
	dir, err := root.Open(savedFolder)
	if err != nil {
		return nil, err
	}
	if err := private(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("/%s: %w", savedFolder, err), dir.Close())
	}
	if err := unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another process is tuning this machine: %w", err), dir.Close())
	}
	return dir, nil
}

// private says whether nobody else can put anything into a folder.
func private(dir *os.File) error {
	var stat unix.Stat_t
	if err := unix.Fstat(int(dir.Fd()), &stat); err != nil {
		return err
	}
	if stat.Mode&0o022 != 0 || int(stat.Uid) != os.Geteuid() {
		return errors.New("others can write to it, so that what is saved there cannot be relied on: remove it")
	}
	return nil
}
