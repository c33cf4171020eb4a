package render

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"github.com/probecost/probecost/results/analysis"
)

// csvHead has the names of the members in JSON, in the same order.
var csvHead = []string{"kernel", "workload", "handler", "attach", "metric", "base", "value", "overhead",
	"lo", "hi", "events_per_s", "clean_share", "blocks", "reason"}

// csvMore are further columns, of recordings that need them to tell rows apart.
var csvMore = []string{"workers", "stats", "program", "object"}

// csvLast is what came later than all of these.
var csvLast = []string{"mde"}

// CSV writes a line per arm, as in RFC 4180 but with newlines alone.
func CSV(w io.Writer, tables []analysis.Table) error {
	c := csv.NewWriter(w)
	all := rows(tables)
	more := slices.ContainsFunc(all, func(r row) bool { return r.Workers > 1 || r.Stats || r.Program != "" })
	head := csvHead
	if more {
		head = slices.Concat(csvHead, csvMore)
	}
	c.Write(slices.Concat(head, csvLast)) // c.Error reports at the end
	for _, r := range all {
		record := []string{r.Kernel, r.Workload, r.Handler, r.Attach, string(r.Metric)}
		for _, x := range []*float64{r.Base, r.Value, r.Overhead, r.Lo, r.Hi, r.EventsPerS, r.CleanShare} {
			record = append(record, csvNumber(x))
		}
		blocks, reason := "", ""
		if r.Blocks != nil {
			blocks = strconv.Itoa(*r.Blocks)
		}
		if r.Reason != nil {
			reason = *r.Reason
		}
		record = append(record, blocks, reason)
		if more {
			record = append(record, strconv.Itoa(max(1, r.Workers)), strconv.FormatBool(r.Stats), r.Program, r.Object)
		}
		c.Write(append(record, csvNumber(r.MDE)))
	}
	c.Flush()
	return c.Error()
}

func csvNumber(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}
