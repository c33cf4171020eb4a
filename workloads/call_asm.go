package workloads

// repeat makes the call up to n times and stops at the first result that is
// not c.Want. It returns how many succeeded, and the last result: a negative
// errno where the call failed.
//
//go:noescape
func repeat(c *Call, n uintptr) (done, result uintptr)

// repeatSpin is repeat with a loop of so many turns, at least 1, beside each
// call.
//
//go:noescape
func repeatSpin(c *Call, n, turns uintptr) (done, result uintptr)

// spin runs n such loops, and no call.
func spin(n, turns uintptr)
