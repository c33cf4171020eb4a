package render

// Kind is what a plot shows.
type Kind string

// The kinds of plots, and what each is of.
const (
	Bars    Kind = "bars"    // a recording and a handler: the overheads by workload
	Scaling Kind = "scaling" // a workload and a handler: overheads and events/s by the number of CPUs
	Trends  Kind = "trend"   // a machine, a workload and a handler: the overheads of many sessions
)
