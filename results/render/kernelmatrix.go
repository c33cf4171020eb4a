package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// Summary writes for a terminal what a reader wants first: of counts on several
// kernels one table with all of them in place of one for each, see
// [analysis.KernelMatrices]. All else is as in [Table].
func Summary(w io.Writer, tables []analysis.Table) error {
	return textViews(w, summaryViews(tables))
}

func summaryViews(tables []analysis.Table) []view {
	matrices := analysis.KernelMatrices(tables)
	vs := matrixViews(matrices)
	if len(vs) > 0 {
		last := &vs[len(vs)-1]
		last.Warnings = append(last.Warnings, kernelWarnings(matrices)...)
	}
	var others []analysis.Table
	for _, t := range tables {
		switch {
		case !inMatrix(matrices, t):
			others = append(others, t)
		case len(t.Changes) > 0:
			v := objectView(t)
			v.Machine = machine(t)
			vs = append(vs, v)
		}
	}
	return append(vs, recordingsViews(others)...)
}

// inMatrix says whether a table is a column of a matrix.
func inMatrix(matrices []analysis.KernelMatrix, t analysis.Table) bool {
	return slices.ContainsFunc(matrices, func(m analysis.KernelMatrix) bool {
		return slices.ContainsFunc(m.Kernels, func(k analysis.KernelColumn) bool {
			return k.Header == t.Header && k.Table.Name() == t.Name()
		})
	})
}

// matrixViews describes the costs on several kernels: kernels across, attach
// types down. What holds for all is said over the first.
func matrixViews(matrices []analysis.KernelMatrix) []view {
	var vs []view
	for _, m := range matrices {
		vs = append(vs, matrixView(m))
	}
	if len(vs) > 0 {
		vs[0].Machine = kernelsMachine(matrices)
		vs[len(vs)-1].Notes = []note{{analysis.Base, "all of an event with nothing attached; the rows below are what is added to it"}}
		sayOnce(vs)
	}
	return vs
}

func matrixView(m analysis.KernelMatrix) view {
	first := "attach type"
	if m.Handler == results.Own {
		first = "program"
	}
	v := view{
		Title: fmt.Sprintf("%s · handler %s · %s over base, by kernel", m.Workload, m.Handler, results.Instructions),
		Head:  []string{first},
	}
	for _, k := range m.Kernels {
		v.Head = append(v.Head, strings.TrimSuffix(k.Label+"\n"+k.Arch, "\n"))
	}
	for _, subject := range m.Subjects {
		cells := []string{subject}
		for _, k := range m.Kernels {
			cells = append(cells, matrixCell(k.Row(subject)))
		}
		v.Rows = append(v.Rows, cells)
		for i, k := range m.Kernels {
			if r := k.Row(subject); r != nil && r.Estimate == nil {
				v.gap(1+i, note{subject, reason(*r)})
			}
		}
	}
	v.Missing = lacks(m)
	return v
}

// matrixCell is an overhead, and of base all that it takes.
func matrixCell(r *analysis.Row) string {
	switch {
	case r == nil:
		return "–" // nobody asked for it
	case r.Estimate == nil:
		return noFigure(*r)
	case r.Attach == analysis.Base:
		return exact(r.Estimate.Value)
	}
	return exact(r.Estimate.Overhead)
}

// lack is a reason for cells without a figure.
type lack struct {
	subjects, kernels []string
	reason            string
}

// lacks are the reasons in m, each with all that it holds for.
func lacks(m analysis.KernelMatrix) []note {
	var all []lack
	for _, subject := range m.Subjects {
		for _, l := range lacksOf(m, subject) {
			i := slices.IndexFunc(all, func(other lack) bool {
				return other.reason == l.reason && slices.Equal(other.kernels, l.kernels)
			})
			if i < 0 {
				all = append(all, l)
				continue
			}
			all[i].subjects = append(all[i].subjects, subject)
		}
	}
	var ns []note
	for _, l := range all {
		ns = append(ns, l.note(len(m.Subjects)))
	}
	return ns
}

// lacksOf are the reasons of one row.
func lacksOf(m analysis.KernelMatrix, subject string) []lack {
	var ls []lack
	for _, k := range m.Kernels {
		r := k.Row(subject)
		if r == nil || r.Estimate != nil {
			continue
		}
		i := slices.IndexFunc(ls, func(l lack) bool { return l.reason == reason(*r) })
		if i < 0 {
			ls = append(ls, lack{[]string{subject}, []string{k.Name()}, reason(*r)})
			continue
		}
		ls[i].kernels = append(ls[i].kernels, k.Name())
	}
	return ls
}

// note is "n/a: fentry, tp_btf on 5.10, 6.1: …", of a matrix with so many rows.
func (l lack) note(rows int) note {
	what := strings.Join(l.subjects, ", ")
	if len(l.subjects) == rows {
		what = "everything"
	}
	short, why, _ := strings.Cut(l.reason, ": ")
	return note{short, what + " on " + strings.Join(l.kernels, ", ") + ": " + why}
}

// kernelsMachine names the builds of all kernels, by architecture, and when
// they were counted on.
func kernelsMachine(matrices []analysis.KernelMatrix) []string {
	var machines []string
	releases := map[string][]string{}
	var from, to string
	for _, m := range matrices {
		for _, k := range m.Kernels {
			e := k.Header.Environment
			on := strings.Trim(e.Arch+", "+e.CPU, ", ")
			if releases[on] == nil {
				machines = append(machines, on)
			}
			if !slices.Contains(releases[on], e.Kernel) {
				releases[on] = append(releases[on], e.Kernel)
			}
			when := date(k.Table)
			if from == "" || when < from {
				from = when
			}
			to = max(to, when)
		}
	}
	for i, on := range machines {
		machines[i] = on + ": Linux " + strings.Join(releases[on], ", ")
	}
	return append(machines, span(from, to))
}

// kernelWarnings are the doubts about the counts of each kernel.
func kernelWarnings(matrices []analysis.KernelMatrix) []note {
	var ns []note
	add := func(kernel string, n note) {
		if n.label = kernel + ": " + n.label; !slices.Contains(ns, n) {
			ns = append(ns, n)
		}
	}
	for _, m := range matrices {
		for _, k := range m.Kernels {
			for _, n := range runWarnings(k.Run) {
				add(k.Name(), n)
			}
			for _, w := range k.Table.Warnings {
				add(k.Name(), warning(w))
			}
		}
	}
	return ns
}
