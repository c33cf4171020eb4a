package render

import (
	"encoding/json"
	"io"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// bencherMetric is a figure of Bencher Metric Format:
// https://bencher.dev/docs/reference/bencher-metric-format
type bencherMetric struct {
	Value float64  `json:"value"`
	Lower *float64 `json:"lower_value,omitempty"`
	Upper *float64 `json:"upper_value,omitempty"`
}

// Bencher writes Bencher Metric Format: for each arm the measures latency (ns,
// base included) and throughput (events/s), which Bencher knows, and overhead;
// or, where instructions were counted, instructions and
// instructions-over-base.
func Bencher(w io.Writer, tables []analysis.Table) error {
	all := map[string]map[string]bencherMetric{}
	for _, e := range exports(tables) {
		if all[e.name()] == nil {
			all[e.name()] = map[string]bencherMetric{}
		}
		measures := all[e.name()]
		i := e.Estimate.Interval
		whole, over := "latency", "overhead"
		if e.header.Metric == results.Instructions {
			whole, over = "instructions", "instructions-over-base"
		}
		measures[whole] = bounded(e.Estimate.Value, e.Estimate.Base+i.Lo, e.Estimate.Base+i.Hi)
		measures[over] = bounded(e.Estimate.Overhead, i.Lo, i.Hi)
		if e.EventsPerS != nil {
			measures["throughput"] = bencherMetric{Value: *e.EventsPerS}
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(all)
}

func bounded(x, lo, hi float64) bencherMetric { return bencherMetric{x, &lo, &hi} }
