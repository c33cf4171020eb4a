package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/probecost/probecost/results"
)

// minModeShare is the share of chunks that must have the same count. The rest
// were interrupted by the timer of the guest.
const minModeShare = 0.8

// minOwnShare is that for programs of the user's own, which may go several
// ways: half of the events have to go the same one for it to be the usual.
const minOwnShare = 0.5

// ErrNotDeterministic means that instructions which should be the same each
// time were not: something else ran in the guest, and no figure can be had
// from what was counted.
var ErrNotDeterministic = errors.New("not deterministic")

// DeterminismError is an [ErrNotDeterministic] at an arm, with the two figures
// that contradict each other.
type DeterminismError struct {
	Arm           results.Arm
	First, Second string // "block 1 has 1047"
}

// Why says what is wrong, without the arm.
func (e *DeterminismError) Why() string {
	return fmt.Sprintf("%v: %s, but %s", ErrNotDeterministic, e.First, e.Second)
}

func (e *DeterminismError) Error() string { return e.Arm.String() + ": " + e.Why() }

// Unwrap makes errors.Is(err, ErrNotDeterministic) true.
func (e *DeterminismError) Unwrap() error { return ErrNotDeterministic }

// readInstructions reads a visit whose chunks are exact counts: the mode, which
// must be the count of most chunks, and the minimum too unless a program of the
// user's own may have gone a shorter way.
func readInstructions(p results.Plan, v results.Visit) reading {
	perChunk := eventsPerChunk(p, v)
	r := reading{chunks: len(v.Chunks), counts: true}
	r.Block = v.Block
	r.Events = perChunk * len(v.Chunks)
	most, times := mode(v.Chunks)
	r.Value = float64(most-v.ClockCost) / float64(perChunk)
	r.usual = float64(times) / float64(len(v.Chunks))
	r.err = checkMode(v, most, r.usual)
	return r
}

func checkMode(v results.Visit, most int64, share float64) error {
	wanted := minModeShare
	if v.Program != "" {
		wanted = minOwnShare
	} else if least := slices.Min(v.Chunks); least != most {
		return &DeterminismError{v.Arm,
			fmt.Sprintf("most chunks of block %d have %d instructions", v.Block, most),
			fmt.Sprintf("one has %d", least)}
	}
	if share < wanted {
		return &DeterminismError{v.Arm,
			fmt.Sprintf("%.0f %% of the chunks of block %d must have the same count", 100*wanted, v.Block),
			fmt.Sprintf("only %.0f %% have %d instructions", math.Floor(100*share), most)}
	}
	return nil
}

// mode is the most frequent value of x, the least of them if there are
// several, and how often it is there.
func mode(x []int64) (value int64, times int) {
	s := slices.Sorted(slices.Values(x))
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == s[i] {
			j++
		}
		if j-i > times {
			value, times = s[i], j-i
		}
		i = j
	}
	return value, times
}

// checkSame returns the first contradiction within a visit or between two
// blocks of an arm, of those that count.
func checkSame(arm results.Arm, rs []reading) error {
	rs = slices.DeleteFunc(slices.Clone(rs), func(r reading) bool { return !r.counts })
	for _, r := range rs {
		if r.err != nil {
			return r.err
		}
		if r.Value != rs[0].Value {
			return &DeterminismError{arm,
				fmt.Sprintf("block %d has %v %s", rs[0].Block, rs[0].Value, results.Instructions),
				fmt.Sprintf("block %d has %v", r.Block, r.Value)}
		}
	}
	return nil
}
