package render

import "github.com/probecost/probecost/results/analysis"

// Kind is what a plot shows.
type Kind string

// The kinds of plots.
const (
	Bars    Kind = "bars"    // of a recording and a handler: overheads, by workload
	Strip   Kind = "strip"   // of the same: every clean chunk
	Stacked Kind = "stacked" // of a recording: dispatch, and the work of each handler
	Kernels Kind = "kernels" // of a machine and a handler: overheads by kernel
	Scaling Kind = "scaling" // of a workload and a handler: overheads and events/s by the number of CPUs
	Ratios  Kind = "ratios"  // of many machines and a handler: an event with a probe by one without
	Trends  Kind = "trend"   // of a machine, a workload and a handler: overheads of many sessions
)

// tableKinds are the kinds that are drawn of tables, in the order in which a
// report has them, with the names that their files have on kernels that call
// themselves by a version. Those of a history are [TrendPlots], those of many
// machines [RatioPlots].
var tableKinds = []struct {
	kind  Kind
	plots func([]analysis.Table) []Plot
	names string // regular expression
}{
	{Bars, barPlots, `(time|instructions)-` + release + `-` + word},
	{Strip, stripPlots, `strip-` + release + `-` + word},
	{Stacked, stackedPlots, `stacked-(time|instructions)-` + release},
	{Kernels, kernelPlots, `kernels-(time|instructions)-` + word},
	{Scaling, scalingPlots, `scaling-` + release + `-` + word},
}

const (
	word    = `[A-Za-z0-9._+-]+`
	release = `[0-9]+\.[0-9]+[A-Za-z0-9._+-]*`
)
