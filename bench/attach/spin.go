package attach

import (
	"fmt"

	"github.com/probecost/probecost/workloads"
)

// Spin attaches nothing; instead the worker spends 50 ns, or 50 instructions,
// beside each operation. It is the positive control: a measurement that cannot
// recover an overhead that is known cannot be trusted with one that is not.
var Spin = spin("spin", 50, true)

// Larger doses of the same, by which the measurement is shown to be linear.
var (
	Spin150 = spin("spin150", 150, false)
	Spin300 = spin("spin300", 300, false)
)

func spin(name string, units int64, control bool) Type {
	return Type{
		Name:    name,
		Summary: fmt.Sprintf("nothing is attached, and %d ns of user-space work are done: a known overhead", units),
		Control: control,
		Extra:   !control,
		Spin:    units,
		Target:  func(workloads.Hook) string { return "" },
	}
}
