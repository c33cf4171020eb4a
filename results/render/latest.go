package render

import (
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// latest are the tables of a metric by ascending kernel: of a kernel that has
// several recordings those of the one that started last.
func latest(tables []analysis.Table, metric results.Metric) []analysis.Table {
	type key struct{ kernel, name string }
	at := map[key]int{}
	var found []analysis.Table
	for _, t := range alone(tables) {
		if t.Header.Metric != metric {
			continue
		}
		k := key{t.Header.Environment.Kernel, t.Name()}
		i, ok := at[k]
		switch {
		case !ok:
			at[k] = len(found)
			found = append(found, t)
		case !t.Header.Started.Before(found[i].Header.Started):
			found[i] = t
		}
	}
	slices.SortStableFunc(found, func(a, b analysis.Table) int {
		return results.CompareReleases(a.Header.Environment.Kernel, b.Header.Environment.Kernel)
	})
	return found
}

// kernelNames are what the kernels of tables are called among each other: "6.12",
// or the whole release where there are several of that.
func kernelNames(tables []analysis.Table) []string {
	releases := map[string][]string{} // by short name
	for _, t := range tables {
		release := t.Header.Environment.Kernel
		short := results.ShortRelease(release)
		if !slices.Contains(releases[short], release) {
			releases[short] = append(releases[short], release)
		}
	}
	var names []string
	for _, t := range tables {
		name := results.ShortRelease(t.Header.Environment.Kernel)
		if len(releases[name]) > 1 {
			name = t.Header.Environment.Kernel
		}
		names = append(names, name)
	}
	return names
}
