package render

import (
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// export is an arm for a program that keeps its own history: a name that stays
// the same from one recording to the next, and a figure.
type export struct {
	analysis.Row
	header *results.Header
}

// name is that of the arm, with the release of the kernel: figures of two
// kernels are no series.
func (e export) name() string { return e.kernel() + " " + e.Arm.String() }

// kernel is the release, with the architecture where that is not amd64 and the
// release, as a distribution's, does not end with it.
func (e export) kernel() string {
	env := e.header.Environment
	if env.Arch == "" || env.Arch == "amd64" || strings.HasSuffix(env.Kernel, env.Arch) {
		return env.Kernel
	}
	return env.Kernel + "-" + env.Arch
}

// exports are the arms that have an overhead, controls left out. Such programs
// know no two figures of one name: of several recordings of a kernel the one
// that started last counts.
func exports(tables []analysis.Table) []export {
	all := []export{}
	for _, t := range tables {
		for _, r := range t.Rows {
			if r.IsControl() || r.Estimate == nil || r.Estimate.Interval == nil {
				continue
			}
			e := export{r, t.Header}
			i := slices.IndexFunc(all, func(other export) bool {
				return other.name() == e.name() && other.header.Metric == e.header.Metric
			})
			switch {
			case i < 0:
				all = append(all, e)
			case !e.header.Started.Before(all[i].header.Started):
				all[i] = e
			}
		}
	}
	return all
}
