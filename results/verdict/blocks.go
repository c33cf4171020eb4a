package verdict

import "math"

// sizeMargin is how many more blocks than the width in a pilot asks for. That
// width is itself unsure by 15 % at 30 blocks, and the one of the run by less;
// without a margin, half of all runs would miss what was asked for.
const sizeMargin = 1.4

// mostBlocks bounds what is asked for: years of measuring are no plan.
const mostBlocks = math.MaxInt32

// BlocksFor is how many blocks make a width as narrow as wanted that n blocks
// were seen to have: it shrinks with the square root of their number.
func BlocksFor(n int, width, wanted float64) int {
	ratio := width / wanted
	return int(min(math.Ceil(sizeMargin*float64(n)*ratio*ratio), mostBlocks))
}
