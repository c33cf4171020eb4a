//go:build amd64 || arm64

package workloads

// repeat makes the call up to n times and stops at the first result that is
// not c.Want. It returns how many succeeded, and the last result: a negative
// errno where the call failed.
//
//go:noescape
func repeat(c *Call, n uintptr) (done, result uintptr)
