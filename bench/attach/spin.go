package attach

import "github.com/probecost/probecost/workloads"

// Spin attaches nothing; instead the worker spends 50 ns, or 50 instructions,
// beside each operation. It is the positive control: a measurement that cannot
// recover an overhead that is known cannot be trusted with one that is not.
var Spin = Type{
	Name:    "spin",
	Summary: "nothing is attached, and 50 ns of user-space work are done: the positive control",
	Control: true,
	Spin:    50,
	Target:  func(workloads.Hook) string { return "" },
}
