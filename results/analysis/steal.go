package analysis

import (
	"fmt"

	"github.com/probecost/probecost/results"
)

// stolen warns of a host that ran something else on the bench CPUs. The
// canaries tell which chunks that touched, so that it is no reason to doubt the
// costs; throughput is lower by it.
func stolen(rec *results.Recording) []string {
	if rec.Header.Ticks == nil || rec.End == nil || rec.End.Ticks == nil {
		return nil
	}
	before, after := *rec.Header.Ticks, *rec.End.Ticks
	if after.Steal <= before.Steal || after.All <= before.All {
		return nil
	}
	share := float64(after.Steal-before.Steal) / float64(after.All-before.All)
	return []string{fmt.Sprintf("the host took %.2g %% of the bench CPU's time for something else (steal): "+
		"give this virtual machine physical CPUs of its own, or measure on bare metal", 100*share)}
}
