package tune

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// ErrNotTuned means that nothing was saved.
var ErrNotTuned = errors.New("this machine is not tuned")

// Off restores what was saved, the last first. What cannot be restored stays
// saved, for another try.
func (s *System) Off(ctx context.Context) (o Outcome, err error) {
	if _, err := s.tuned(); err != nil {
		return o, err
	}
	dir, err := lock(s.Root)
	if err != nil {
		return o, err
	}
	defer dir.Close()
	saved, err := s.tuned() // again: it may have been undone meanwhile
	if err != nil {
		return o, err
	}
	var left []Value
	for _, v := range slices.Backward(saved.Values) {
		if err := ctx.Err(); err != nil {
			return o, fmt.Errorf("%w after %d files were restored: probecost tune off goes on", err, o.Changed)
		}
		if err := s.restore(v, &o); err != nil {
			o.Failed = append(o.Failed, fmt.Sprintf("/%s was %s: %v", v.Path, v.Was, err))
			left = append(left, v)
		}
	}
	if len(left) > 0 {
		slices.Reverse(left)
		saved.Values, saved.Whole = left, false
		return o, saved.rewrite(s.Root)
	}
	return o, s.forget()
}

// tuned is what was saved, or [ErrNotTuned].
func (s *System) tuned() (*Saved, error) {
	saved, err := ReadSaved(s.Root.FS())
	if err == nil && saved == nil {
		err = ErrNotTuned
	}
	return saved, err
}

// restore gives a file the value that it had. One that is gone, as a device's
// interrupt may be, has none any more.
func (s *System) restore(v Value, o *Outcome) error {
	now, err := s.read(v.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.Kept = append(o.Kept, fmt.Sprintf("/%s was %s: it is gone", v.Path, v.Was))
		return nil
	case err == nil && now == v.Was:
		return nil
	}
	if err := s.change(v.Path, v.Was); err != nil {
		return err
	}
	o.Changed++
	return nil
}

// forget removes what was saved.
func (s *System) forget() error {
	if err := s.Root.Remove(savedFile); err != nil {
		return err
	}
	return s.Root.Remove(savedFolder)
}
