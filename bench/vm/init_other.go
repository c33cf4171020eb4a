//go:build !linux

package vm

// IsInit says whether this process is the init of a guest.
func IsInit() bool { return false }

// Init is for guests only, which run Linux.
func Init() { panic("vm: Init outside of a guest") }
