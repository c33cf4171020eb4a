package clock

import "fmt"

// frequency is that at which the counter ticks, in Hz, as the firmware has it
// (CNTFRQ_EL0).
func frequency() uint64

// checkFrequency refuses a counter that does not tick once per virtual
// nanosecond. QEMU's own ticks each 16 ns, which is four instructions.
func checkFrequency() error {
	if hz := frequency(); hz != 1e9 {
		return fmt.Errorf("the processor's counter ticks at %d Hz, not at 1 GHz: "+
			"instructions can be counted only in the virtual machine that `probecost count` starts", hz)
	}
	return nil
}
