package attach

import "github.com/probecost/probecost/workloads"

// Base attaches nothing: what the workload costs by itself.
var Base = Type{
	Name:    "base",
	Summary: "nothing is attached",
	Control: true,
	Target:  func(workloads.Hook) string { return "" },
}

// Base2 is Base once more in every block. The two are the same, so that what
// they differ by is the noise floor of the measurement.
var Base2 = Type{
	Name:    "base2",
	Summary: "nothing is attached, a second time: the noise floor",
	Control: true,
	Target:  func(workloads.Hook) string { return "" },
}
