// Package verdict decides whether a figure has changed. It holds the rules
// alone: it knows neither recordings nor how a figure was estimated, so that
// every gate decides by the same ones.
package verdict

import (
	"errors"
	"fmt"
)

// Verdict is what became of a figure.
type Verdict int

// The verdicts. The zero value is the one that claims nothing.
const (
	Inconclusive Verdict = iota // too unsure to say
	Same                        // no change beyond the threshold, which would have been seen
	Better
	Worse
)

// names are those of the verdicts, as in tables and in JSON.
var names = [...]string{"inconclusive", "same", "better", "worse"}

func (v Verdict) String() string {
	if v < 0 || int(v) >= len(names) {
		return fmt.Sprintf("Verdict(%d)", int(v))
	}
	return names[v]
}

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) {
	if v < 0 || int(v) >= len(names) {
		return nil, fmt.Errorf("no such verdict: %d", int(v))
	}
	return []byte(names[v]), nil
}

// UnmarshalText reads the verdict's name.
func (v *Verdict) UnmarshalText(text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("no such verdict: %q", text)
}

var (
	// ErrRegression means that something has become worse.
	ErrRegression = errors.New("regression")
	// ErrInconclusive means that a measurement is too unsure for what was
	// asked.
	ErrInconclusive = errors.New("inconclusive")
)

// Err is the sentinel of a verdict, nil of those that are good.
func (v Verdict) Err() error {
	switch v {
	case Same, Better:
		return nil
	case Worse:
		return ErrRegression
	}
	return ErrInconclusive
}

// Overall is the verdict on several figures: worse if one is, else
// inconclusive if one is, else better if one is. On no figure at all it is
// inconclusive.
func Overall(all ...Verdict) Verdict {
	seen := map[Verdict]bool{}
	for _, v := range all {
		seen[v] = true
	}
	for _, v := range []Verdict{Worse, Inconclusive, Better, Same} {
		if seen[v] {
			return v
		}
	}
	return Inconclusive
}

// Confirmed is the verdict after a change was looked for again in a fresh
// measurement. A change that is not seen again was none; one that cannot be
// judged again, or goes the other way, leaves it open.
func Confirmed(first, again Verdict) Verdict {
	switch {
	case first != Worse && first != Better, first == again:
		return first
	case again == Same:
		return Same
	}
	return Inconclusive
}
