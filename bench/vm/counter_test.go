package vm

// readCounter reads the processor's counter.
func readCounter() uint64
