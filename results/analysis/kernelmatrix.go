package analysis

import (
	"cmp"
	"slices"

	"github.com/probecost/probecost/results"
)

// KernelMatrix is what an event of one workload costs with one handler on
// several kernels: kernels across, attach types down.
type KernelMatrix struct {
	Workload string
	Handler  string
	Kernels  []KernelColumn // by architecture, then from the oldest to the newest release
	Subjects []string       // the rows: base, then the others, see [results.Arm.Subject]
}

// KernelColumn has the figures of one kernel; its rows are found with
// [Table.Row].
type KernelColumn struct {
	Label string // "6.12", or longer where several kernels are that
	Arch  string // "" where all kernels are of one architecture
	Table
}

// Name is the label with the architecture, if there are several.
func (c KernelColumn) Name() string {
	if c.Arch == "" {
		return c.Label
	}
	return c.Label + " " + c.Arch
}

// KernelMatrices puts the counts of several kernels side by side. Times of two
// kernels are not, as their base differs too.
func KernelMatrices(tables []Table) []KernelMatrix {
	return ByKernel(slices.DeleteFunc(slices.Clone(tables), func(t Table) bool { return t.Header.Metric != results.Instructions }))
}

// ByKernel puts tables of one metric side by side, for each workload and
// handler in the order of the tables. Of two recordings of one kernel the one
// that started last counts. There is none of a single kernel.
func ByKernel(tables []Table) []KernelMatrix {
	byGroup := map[group][]Table{}
	var order []group
	var counted []Table
	for _, t := range tables {
		if t.Workers > 1 {
			continue
		}
		g := groupOf(t.Rows[0].Arm)
		if byGroup[g] == nil {
			order = append(order, g)
		}
		byGroup[g] = addNewest(byGroup[g], t)
		counted = append(counted, t)
	}
	column := columnsOf(counted)
	var matrices []KernelMatrix
	for _, g := range order {
		if len(byGroup[g]) > 1 {
			matrices = append(matrices, newKernelMatrix(g, byGroup[g], column))
		}
	}
	return matrices
}

func newKernelMatrix(g group, tables []Table, column map[build]KernelColumn) KernelMatrix {
	m := KernelMatrix{Workload: g.workload, Handler: g.handler}
	for _, t := range tables {
		c := column[buildOf(t)]
		c.Table = t
		m.Kernels = append(m.Kernels, c)
	}
	slices.SortStableFunc(m.Kernels, func(a, b KernelColumn) int {
		x, y := buildOf(a.Table), buildOf(b.Table)
		return cmp.Or(cmp.Compare(x.arch, y.arch), results.CompareReleases(x.release, y.release), results.CompareReleases(x.version, y.version))
	})
	m.Subjects = subjects(m.Kernels)
	return m
}

// build is what tells kernels apart.
type build struct{ arch, release, version string }

func buildOf(t Table) build {
	e := t.Header.Environment
	return build{e.Arch, e.Kernel, e.Version}
}

// addNewest adds a table, or puts it in place of an older one of its kernel.
func addNewest(tables []Table, t Table) []Table {
	i := slices.IndexFunc(tables, func(other Table) bool { return buildOf(other) == buildOf(t) })
	if i < 0 {
		return append(tables, t)
	}
	if !t.Header.Started.Before(tables[i].Header.Started) {
		tables[i] = t
	}
	return tables
}

// spellings are the ways to name a kernel among others of its architecture, the
// shortest first. The last one is never that of two.
var spellings = []func(build) string{
	func(b build) string { return results.ShortRelease(b.release) },
	func(b build) string { return b.release },
	func(b build) string { return b.release + " " + b.version },
}

// columnsOf names all kernels as short as tells them apart.
func columnsOf(tables []Table) map[build]KernelColumn {
	columns, architectures := map[build]KernelColumn{}, map[string]bool{}
	for _, t := range tables {
		columns[buildOf(t)] = KernelColumn{}
		architectures[t.Header.Environment.Arch] = true
	}
	for b, c := range columns {
		for _, spell := range spellings {
			c.Label = spell(b)
			if !shared(columns, b, spell) {
				break
			}
		}
		if len(architectures) > 1 {
			c.Arch = b.arch
		}
		columns[b] = c
	}
	return columns
}

// shared says whether another kernel of the architecture is spelt the same.
func shared(columns map[build]KernelColumn, b build, spell func(build) string) bool {
	for other := range columns {
		if other != b && other.arch == b.arch && spell(other) == spell(b) {
			return true
		}
	}
	return false
}

// subjects lists what the kernels have rows of, controls left out. A kernel
// lists last what it lacks, so what was measured gives the order.
func subjects(kernels []KernelColumn) []string {
	var list, lacking []string
	for _, k := range kernels {
		after := 0
		for _, r := range k.Rows {
			name := r.Subject()
			switch i := slices.Index(list, name); {
			case r.Stats || r.IsControl() && r.Attach != Base:
			case r.NotMeasured:
				lacking = append(lacking, name)
			case i >= 0:
				after = i + 1
			default:
				list = slices.Insert(list, after, name)
				after++
			}
		}
	}
	for _, name := range lacking {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}
