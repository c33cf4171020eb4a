package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Add appends a session to the file of its machine in a folder, which it makes
// if need be. It is false if the session is there already.
func (h *History) Add(dir string, s *Session) (added bool, err error) {
	if h.has(s.ID) {
		return false, nil
	}
	if err := s.check(); err != nil {
		return false, err
	}
	if err := appendLine(dir, s.File(), line{Session: s}); err != nil {
		return false, err
	}
	h.Sessions = append(h.Sessions, *s)
	h.sort()
	return true, nil
}

// Pin makes the last session of every machine, metric and fingerprint the
// reference of those to come, and returns how many it pinned.
func (h *History) Pin(dir string) (pinned int, err error) {
	type key struct{ file, fingerprint string }
	last := map[key]Session{}
	var order []key
	for _, s := range h.Sessions {
		k := key{s.File(), s.Fingerprint}
		if _, ok := last[k]; !ok {
			order = append(order, k)
		}
		last[k] = s
	}
	for _, k := range order {
		s := last[k]
		if err := appendLine(dir, k.file, line{Pin: &Pin{Schema: Schema, Session: s.ID}}); err != nil {
			return pinned, err
		}
		h.Pinned = append(h.Pinned, s.ID)
		pinned++
	}
	return pinned, nil
}

// appendLine appends a line in one write. What is there is never changed.
func appendLine(dir, name string, l line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("encode a session: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the history: %w", err)
	}
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("append to the history: %w", err)
	}
	err = endsInNewline(f)
	if err == nil {
		_, err = f.Write(append(text, '\n'))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("append to the history: %s: %w", path, err)
	}
	return nil
}

// endsInNewline is an error if the last line of f is incomplete: another one
// behind it would make both unreadable.
func endsInNewline(f *os.File) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, size-1); err != nil {
		return err
	}
	if last[0] != '\n' {
		return errors.New("its last line is incomplete, from a crash or a full disk: remove that line")
	}
	return nil
}
