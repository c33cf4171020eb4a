package tune

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/probecost/probecost/bench/sandbox"
)

// errTunedFor means that the machine was tuned for other CPUs.
var errTunedFor = errors.New("undo that first: probecost tune off")

// On sets every knob for the bench CPUs, after it has saved what was there; what
// was saved before stays. Of what cannot be set it says so, and goes on. If ctx
// ends it stops, and [System.Off] restores.
func (s *System) On(ctx context.Context, cpus []int) (o Outcome, err error) {
	m := Of(s.Root.FS(), cpus)
	if err := m.check(); err != nil {
		return o, err
	}
	dir, err := lock(s.Root)
	if err != nil {
		return o, err
	}
	defer dir.Close()
	saved, err := s.begin(cpus)
	if err != nil {
		return o, err
	}
	found := make([]Found, len(Knobs)) // of all before any is changed
	for i, knob := range Knobs {
		found[i] = knob.Find(m)
	}
	for i, knob := range Knobs {
		if err := s.turn(ctx, saved, knob, found[i], &o); err != nil {
			return o, err
		}
	}
	return o, add(s.Root, savedLine{Whole: &struct{}{}})
}

// turn sets one knob.
func (s *System) turn(ctx context.Context, saved *Saved, knob Knob, found Found, o *Outcome) error {
	open, fixed := found.Divide()
	for _, setting := range fixed {
		o.Kept = append(o.Kept, fmt.Sprintf("%s: %s", setting, setting.Fixed))
	}
	for _, setting := range open {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("%w after %d changes: probecost tune off restores what was", err, o.Changed)
		}
		if err := s.save(saved, setting); err != nil {
			return fmt.Errorf("save what is in /%s, before it is changed: %w", setting.Path, err)
		}
		if err := s.set(knob, setting, o); err != nil {
			return err
		}
	}
	return nil
}

// check says whether the bench CPUs are there.
func (m Machine) check() error {
	online := m.online()
	for _, cpu := range m.CPUs {
		if !slices.Contains(online, cpu) {
			return fmt.Errorf("CPU %d is not online: there are %s", cpu, sandbox.FormatCPUs(online))
		}
	}
	return nil
}

// begin reads what was saved, or starts to save.
func (s *System) begin(cpus []int) (*Saved, error) {
	saved, err := ReadSaved(s.Root.FS())
	if err != nil {
		return nil, err
	}
	if saved == nil {
		saved = &Saved{Started: time.Now().UTC().Truncate(time.Second), Boot: bootID(s.Root.FS())}
	}
	if len(saved.Values) == 0 {
		saved.CPUs = cpus
	}
	if !slices.Equal(saved.CPUs, cpus) {
		return nil, fmt.Errorf("this machine is tuned for CPU %s: %w", sandbox.FormatCPUs(saved.CPUs), errTunedFor)
	}
	saved.Whole = false
	if err := saved.rewrite(s.Root); err != nil {
		return nil, fmt.Errorf("save what is there now: %w", err)
	}
	return saved, nil
}

// save notes what is in a file, unless that was done before.
func (s *System) save(saved *Saved, setting Setting) error {
	if saved.has(setting.Path) {
		return nil
	}
	v := Value{setting.Path, setting.Have}
	if err := add(s.Root, savedLine{Value: &v}); err != nil {
		return err
	}
	saved.Values = append(saved.Values, v)
	return nil
}

// set changes a setting, and notes what has come of it. An error is one of
// noting.
func (s *System) set(knob Knob, setting Setting, o *Outcome) error {
	err := s.change(setting.Path, setting.Want)
	switch {
	case err == nil:
		o.Changed++
	case knob.Keeps != 0 && errors.Is(err, knob.Keeps):
		o.Kept = append(o.Kept, fmt.Sprintf("%s: the kernel manages it by itself", setting))
		return add(s.Root, savedLine{Kept: setting.Path})
	default:
		o.Failed = append(o.Failed, fmt.Sprintf("%s: %v", setting, err))
	}
	return nil
}
