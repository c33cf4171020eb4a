package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/perf/benchfmt"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// Benchfmt writes the cost of every visit that counts, for
//
//	benchstat -col /attach bench.txt
//
// It is the absolute cost: benchstat divides by the first column, and an
// overhead over base is near zero there. The date is left out of the
// configuration, because benchstat would put each recording in a table of its
// own.
func Benchfmt(w io.Writer, tables []analysis.Table) error {
	out := benchfmt.NewWriter(w)
	for _, m := range unitMetadata(tables) {
		if err := out.Write(m); err != nil {
			return err
		}
	}
	for _, t := range tables {
		for _, r := range t.Rows {
			for _, c := range r.Costs {
				if err := out.Write(benchResult(t, r, c)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// unitMetadata tells benchstat which units are exact.
func unitMetadata(tables []analysis.Table) []*benchfmt.UnitMetadata {
	var ms []*benchfmt.UnitMetadata
	seen := map[results.Metric]bool{}
	for _, t := range tables {
		m := t.Header.Metric
		if seen[m] {
			continue
		}
		seen[m] = true
		ms = append(ms, metadata(m, "better", "lower"))
		if m == results.Instructions {
			ms = append(ms, metadata(m, "assume", "exact"))
		}
	}
	return ms
}

func metadata(m results.Metric, key, value string) *benchfmt.UnitMetadata {
	return &benchfmt.UnitMetadata{
		UnitMetadataKey: benchfmt.UnitMetadataKey{Unit: string(m), Key: key},
		OrigUnit:        string(m),
		Value:           value,
	}
}

func benchResult(t analysis.Table, r analysis.Row, c analysis.Cost) *benchfmt.Result {
	name := fmt.Sprintf("Probe/workload=%s/handler=%s/attach=%s", benchWord(r.Workload), benchWord(r.Handler), benchWord(r.Attach))
	if r.Object != "" {
		name += "/object=" + benchWord(r.Object)
	}
	if r.Program != "" {
		name += "/program=" + benchWord(r.Program)
	}
	if r.Workers > 1 {
		name += fmt.Sprintf("/workers=%d", r.Workers)
	}
	if r.Stats {
		name += "/stats=on"
	}
	return &benchfmt.Result{
		Config: benchConfig(t.Header),
		Name:   benchfmt.Name(name),
		Iters:  c.Events,
		Values: []benchfmt.Value{{Value: c.Exported(), Unit: string(t.Header.Metric)}},
	}
}

// benchConfig describes the machine in the words of the Go tools where they
// have one.
func benchConfig(h *results.Header) []benchfmt.Config {
	e := h.Environment
	var cs []benchfmt.Config
	for _, kv := range [][2]string{
		{"goos", "linux"}, {"goarch", e.Arch}, {"cpu", e.CPU}, {"kernel", e.Kernel},
		{"governor", e.Governor}, {"smt", e.SMT}, {"qemu", e.QEMU},
	} {
		if value := oneLine(kv[1]); value != "" {
			cs = append(cs, benchfmt.Config{Key: kv[0], Value: []byte(value), File: true})
		}
	}
	return cs
}

// benchWord makes s fit for the name of a benchmark, in which white space ends
// the name and a slash the value.
func benchWord(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '/' {
			return '_'
		}
		return r
	}, s)
}

// oneLine is s without line breaks and other white space that means nothing.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
