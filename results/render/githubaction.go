package render

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// githubResult is what github-action-benchmark takes with the tool
// "customSmallerIsBetter": https://github.com/benchmark-action/github-action-benchmark
type githubResult struct {
	Name  string  `json:"name"`
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`
	Range string  `json:"range,omitempty"`
	Extra string  `json:"extra,omitempty"`
}

// GithubAction writes the overheads for github-action-benchmark.
func GithubAction(w io.Writer, tables []analysis.Table) error {
	all := []githubResult{}
	for _, e := range exports(tables) {
		r := githubResult{Name: e.name(), Unit: string(e.header.Metric), Value: e.Estimate.Overhead,
			Extra: fmt.Sprintf("base %.6g, 95 %% interval %.6g to %.6g, %d blocks, %s",
				e.Estimate.Base, e.Estimate.Interval.Lo, e.Estimate.Interval.Hi, e.Blocks, oneLine(e.header.Environment.CPU))}
		if e.header.Metric == results.Instructions {
			r.Name += " instructions" // time has the same arms
		} else {
			r.Range = fmt.Sprintf("± %.3g", e.Estimate.Interval.HalfWidth())
		}
		all = append(all, r)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(all)
}
