package workloads

// repeatTrigger calls the probed function n times 10 times, with arguments that
// count from 0 to 9.
func repeatTrigger(n uintptr)

// repeatTriggerSpin is repeatTrigger with a loop of so many turns, at least 1,
// beside each 10 calls.
func repeatTriggerSpin(n, turns uintptr)

// probedAddress is that of the probed function itself. A Go name for the
// function would mean a wrapper of it.
func probedAddress() uintptr
