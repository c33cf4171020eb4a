package verdict

import "math"

// sizeMargin is how many times more blocks are measured than the width in a pilot
// of n asks for. That width is itself unsure by 15 % at 30 blocks, and as the
// square root of their number elsewhere; the one of the run by less. Without a
// margin, half of all runs would miss what was asked for.
func sizeMargin(n int) float64 {
	most := 1 + 1/math.Sqrt(float64(n)) // 18 % wider than it was seen at 30
	return most * most
}

// mostBlocks bounds what is asked for: years of measuring are no plan.
const mostBlocks = math.MaxInt32

// BlocksFor is how many blocks make a width as narrow as wanted that n blocks
// were seen to have: it shrinks with the square root of their number.
func BlocksFor(n int, width, wanted float64) int {
	ratio := width / wanted
	return int(min(math.Ceil(sizeMargin(n)*float64(n)*ratio*ratio), mostBlocks))
}
