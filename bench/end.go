package bench

import (
	"time"

	"github.com/probecost/probecost/results"
)

// end looks at the machine once more.
func (lab Lab) end(h results.Header) results.End {
	environment := lab.Environment(h.Plan.CPU)
	end := results.End{Finished: time.Now().UTC().Truncate(time.Second), Environment: &environment}
	if h.Ticks != nil {
		end.Ticks = lab.Ticks(cpus(h.Plan))
	}
	for _, t := range lab.Foreign(lab.measuredHooks(h.Plan)).Tracers {
		end.Foreign = append(end.Foreign, results.Foreign{Tracer: t.String(), Remedy: t.Remedy})
	}
	return end
}
