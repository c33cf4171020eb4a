package history

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/probecost/probecost/results"
)

// History are the sessions of several files, by the time they started.
type History struct {
	Sessions []Session
	// Pinned are the IDs of sessions that later ones are held against, so
	// that slow creep shows. Of a series the last that was pinned counts.
	Pinned []string
}

// line is one line of a file: exactly one member is set.
type line struct {
	Session *Session `json:"session,omitempty"`
	Pin     *Pin     `json:"pin,omitempty"`
}

// Pin makes a session a reference.
type Pin struct {
	Schema  int    `json:"schema"`
	Session string `json:"session"` // its ID
}

// Read reads one file into h; name is for messages. A last line without its
// newline is what a crash leaves behind: with an error that wraps
// [results.ErrTruncated], all that comes before it is there.
func (h *History) Read(name string, r io.Reader) error {
	br := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		text, err := results.ReadLine(br)
		switch {
		case err == io.EOF:
			h.sort()
			return nil
		case err == io.ErrUnexpectedEOF:
			h.sort()
			return fmt.Errorf("%s:%d: %w", name, n, results.ErrTruncated)
		case err == nil:
			err = h.add(text)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
}

func (h *History) add(text []byte) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return fmt.Errorf("no line of a history: %w", err)
	}
	switch {
	case l.Session != nil && l.Pin != nil:
		return errors.New("both a session and a pin")
	case l.Session != nil:
		if err := l.Session.check(); err != nil {
			return err
		}
		h.Sessions = append(h.Sessions, *l.Session)
	case l.Pin != nil:
		if err := checkSchema(l.Pin.Schema); err != nil {
			return err
		}
		h.Pinned = append(h.Pinned, l.Pin.Session)
	default:
		return errors.New("neither a session nor a pin: a recording, or written by a newer probecost?")
	}
	return nil
}

func checkSchema(schema int) error {
	if schema < 1 || schema > Schema {
		return fmt.Errorf("schema %d: this probecost reads 1 to %d, use a newer one", schema, Schema)
	}
	return nil
}

func (s *Session) check() error {
	if err := checkSchema(s.Schema); err != nil {
		return err
	}
	if s.Metric != results.Time && s.Metric != results.Instructions {
		return fmt.Errorf("unknown metric %q", s.Metric)
	}
	if s.ID == "" || s.Started.IsZero() {
		return errors.New("a session without id or start")
	}
	seen := map[results.Arm]bool{}
	for _, f := range s.Figures {
		if seen[f.Arm] {
			return fmt.Errorf("two figures of %s", f.Arm)
		}
		seen[f.Arm] = true
		for _, x := range []float64{f.Base, f.Overhead, f.Lo, f.Hi} {
			if math.Abs(x) > most {
				return fmt.Errorf("%s: %g is no cost of an event", f.Arm, x)
			}
		}
		if f.Lo > f.Hi {
			return fmt.Errorf("%s: the interval from %g to %g has its ends swapped", f.Arm, f.Lo, f.Hi)
		}
	}
	return nil
}

// most is a cost that no event has: a quarter of an hour in nanoseconds.
const most = 1e12

func (h *History) sort() {
	slices.SortStableFunc(h.Sessions, func(a, b Session) int { return a.Started.Compare(b.Started) })
}

// has says whether a session is in the history.
func (h *History) has(id string) bool {
	return slices.ContainsFunc(h.Sessions, func(s Session) bool { return s.ID == id })
}

// ReadDir reads all files of a folder that end in [results.Extension]. doubts
// name files whose last line is incomplete. A folder that is not there has no
// history.
func ReadDir(dir string) (h *History, doubts []error, err error) {
	h = &History{}
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, err
	}
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) != results.Extension {
			continue
		}
		err := h.readFile(filepath.Join(dir, e.Name()))
		if err != nil && !errors.Is(err, results.ErrTruncated) {
			return nil, nil, err
		}
		if err != nil {
			doubts = append(doubts, err)
		}
	}
	return h, doubts, nil
}

func (h *History) readFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return h.Read(path, f)
}
