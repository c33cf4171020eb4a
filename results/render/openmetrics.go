package render

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// family is a family of gauges, in base units.
type family struct {
	name, unit, help string
	metric           results.Metric
	value            func(export) (x float64, ok bool)
}

// families are what OpenMetrics gets. Intervals are gauges of their own: a
// summary's quantiles are of observations, and not of an estimate.
var families = []family{
	{"probecost_event_seconds", "seconds", "What an event costs, base included.", results.Time,
		func(e export) (float64, bool) { return e.Estimate.Value * 1e-9, true }},
	{"probecost_event_overhead_seconds", "seconds", "What the BPF program adds to an event.", results.Time,
		func(e export) (float64, bool) { return e.Estimate.Overhead * 1e-9, true }},
	{"probecost_event_overhead_low_seconds", "seconds", "Lower end of the 95 % interval of the overhead.", results.Time,
		func(e export) (float64, bool) { return e.Estimate.Interval.Lo * 1e-9, true }},
	{"probecost_event_overhead_high_seconds", "seconds", "Upper end of the 95 % interval of the overhead.", results.Time,
		func(e export) (float64, bool) { return e.Estimate.Interval.Hi * 1e-9, true }},
	{"probecost_event_instructions", "instructions", "Instructions of an event, base included.", results.Instructions,
		func(e export) (float64, bool) { return e.Estimate.Value, true }},
	{"probecost_event_overhead_instructions", "instructions", "Instructions that the BPF program adds to an event.", results.Instructions,
		func(e export) (float64, bool) { return e.Estimate.Overhead, true }},
	{"probecost_events_per_second", "", "Events per second of all workers, nothing left out.", results.Time,
		func(e export) (float64, bool) {
			if e.EventsPerS == nil {
				return 0, false
			}
			return *e.EventsPerS, true
		}},
	{"probecost_recording_start_timestamp_seconds", "seconds", "When the recording was started.", "",
		func(e export) (float64, bool) { return float64(e.header.Started.Unix()), true }},
}

// OpenMetrics writes the text format, for a node exporter's textfile
// collector too, which takes the lines of unit and end for comments.
func OpenMetrics(w io.Writer, tables []analysis.Table) error {
	var b bytes.Buffer
	all := exports(tables)
	for _, f := range families {
		f.write(&b, all)
	}
	b.WriteString("# EOF\n")
	_, err := w.Write(b.Bytes())
	return err
}

func (f family) write(b *bytes.Buffer, all []export) {
	head := false
	for _, e := range all {
		x, ok := f.value(e)
		if !ok || f.metric != "" && f.metric != e.header.Metric {
			continue
		}
		if !head {
			head = true
			fmt.Fprintf(b, "# TYPE %s gauge\n", f.name)
			if f.unit != "" {
				fmt.Fprintf(b, "# UNIT %s %s\n", f.name, f.unit)
			}
			fmt.Fprintf(b, "# HELP %s %s\n", f.name, f.help)
		}
		fmt.Fprintf(b, "%s{%s} %s\n", f.name, labelsOf(e), strconv.FormatFloat(x, 'g', -1, 64))
	}
}

// labelsOf tells arms, kernels and metrics apart.
func labelsOf(e export) string {
	pairs := []string{}
	for _, kv := range [][2]string{
		{"kernel", e.kernel()}, {"workload", e.Workload}, {"handler", e.Handler}, {"attach", e.Attach},
		{"workers", strconv.Itoa(max(1, e.Workers))}, {"bpf_stats", strconv.FormatBool(e.Stats)}, {"metric", string(e.header.Metric)},
		{"program", e.Program}, {"object", e.Object},
	} {
		if kv[1] == "" {
			continue // as if it were not there
		}
		pairs = append(pairs, kv[0]+`="`+labelValue.Replace(strings.ToValidUTF8(kv[1], "\uFFFD"))+`"`)
	}
	return strings.Join(pairs, ",")
}

// labelValue escapes what ends a label's value.
var labelValue = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
