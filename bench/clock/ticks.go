package clock

import "fmt"

// ticks reads the processor's counter.
func ticks() uint64

// spin goes n times round a loop of two instructions.
func spin(n uint64)

// check measures two loops of known length: their difference must read as
// exactly the instructions that it has, or the counter does not count them.
func check() error {
	if err := checkFrequency(); err != nil {
		return err
	}
	const short, long = 1000, 3000
	const want = 2 * (long - short)
	measure := func(n uint64) uint64 {
		best := ^uint64(0)
		for range 20 {
			start := ticks()
			spin(n)
			best = min(best, ticks()-start)
		}
		return best
	}
	if got := int64(measure(long)-measure(short)) >> Shift; got != want {
		return fmt.Errorf("the processor's counter does not count instructions (%d for %d): "+
			"instructions can be counted only in the virtual machine that `probecost count` starts", got, want)
	}
	return nil
}
