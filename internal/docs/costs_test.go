package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/results/analysis"
)

// costs is what a workload costs by attach type: a column for each kernel of
// each folder, with the handlers one after the other, as recorded.
func costs(args []string) (string, error) {
	if len(args) < 2 {
		return "", fmt.Errorf("too few arguments")
	}
	var columns [][]analysis.Table
	for _, folder := range args[1:] {
		ts, err := tables(folder, func(t analysis.Table) bool { return t.Workload == args[0] })
		if err != nil {
			return "", err
		}
		columns = append(columns, byKernel(ts)...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |", args[0])
	for _, ts := range columns {
		fmt.Fprintf(&b, " %s,<br>Linux %s:<br>%s |", unit(ts[0]), release(ts[0]), strings.Join(handlers(ts), " · "))
	}
	fmt.Fprintf(&b, "\n|:--|%s\n", strings.Repeat("--:|", len(columns)))
	for _, subject := range subjects(columns) {
		fmt.Fprintf(&b, "| %s |", subject)
		for _, ts := range columns {
			fmt.Fprintf(&b, " %s |", strings.Join(overheadsOf(ts, subject), " · "))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// byKernel keeps tables of one kernel together, in their order.
func byKernel(ts []analysis.Table) (groups [][]analysis.Table) {
	for _, t := range ts {
		i := slices.IndexFunc(groups, func(g []analysis.Table) bool {
			return g[0].Header.Environment.Kernel == t.Header.Environment.Kernel
		})
		if i < 0 {
			groups = append(groups, []analysis.Table{t})
			continue
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}

// unit is that of a table's overheads.
func unit(t analysis.Table) string {
	unit, _, _ := strings.Cut(string(t.Header.Metric), "/")
	return unit
}

// release is a kernel's version as people say it: "6.12".
func release(t analysis.Table) string {
	return regexp.MustCompile(`^\d+\.\d+`).FindString(t.Header.Environment.Kernel)
}

func handlers(ts []analysis.Table) (list []string) {
	for _, t := range ts {
		list = append(list, t.Handler)
	}
	return list
}

// subjects lists the attach types that some table has, in the order of
// [attach.All].
func subjects(columns [][]analysis.Table) (list []string) {
	for _, a := range attach.All {
		has := func(t analysis.Table) bool { return t.Row(a.Name) != nil }
		if a.HasProgram() && slices.ContainsFunc(slices.Concat(columns...), has) {
			list = append(list, a.Name)
		}
	}
	return list
}

func overheadsOf(ts []analysis.Table, subject string) (cells []string) {
	for _, t := range ts {
		cells = append(cells, overhead(t.Row(subject)))
	}
	if slices.IndexFunc(cells, func(c string) bool { return c != "–" }) < 0 {
		return []string{"n/a"}
	}
	return cells
}

// cost is what one attach type adds to an event, in the folder's unit: "18", or
// "69 to 86" for all of its kernels.
func cost(args []string) (string, error) {
	if len(args) != 4 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool { return t.Workload == args[2] && t.Handler == args[3] })
	if err != nil {
		return "", err
	}
	var found []float64
	for _, t := range ts {
		if row := t.Row(args[1]); row != nil && row.Estimate != nil {
			found = append(found, row.Estimate.Overhead)
		}
	}
	if len(found) == 0 {
		return "n/a", nil
	}
	least, most := fmt.Sprintf("%.0f", slices.Min(found)), fmt.Sprintf("%.0f", slices.Max(found))
	if least == most {
		return least, nil
	}
	return least + " to " + most, nil
}

// reading says in a sentence what a table says in rows.
func reading(args []string) (string, error) {
	if len(args) != 3 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool { return t.Workload == args[1] && t.Handler == args[2] })
	if err != nil {
		return "", err
	}
	var adds []string
	for _, r := range ts[0].Rows {
		if !r.IsControl() && r.Estimate != nil {
			adds = append(adds, fmt.Sprintf("%s ns more with a %s", overhead(&r), r.Attach))
		}
	}
	return fmt.Sprintf("In short: with a program attached that does nothing, an event of %s takes %s. That is one machine, with Linux %s.",
		args[1], strings.Join(adds, ", "), release(ts[0])), nil
}

// detach is how long it takes to let go of a program, by attach type: medians
// with their 95 % intervals.
func detach(args []string) (string, error) {
	if len(args) != 1 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	ts, err := tables(args[0], func(analysis.Table) bool { return true })
	if err != nil {
		return "", err
	}
	if ts[0].Run == nil || len(ts[0].Run.Times) == 0 {
		return "", fmt.Errorf("no times in %s", args[0])
	}
	var adds []string
	for _, x := range ts[0].Run.Times {
		adds = append(adds, fmt.Sprintf("%s %.1f ms (%.1f–%.1f)", x.Attach, x.Detach.Value/1e6, x.Detach.Lo/1e6, x.Detach.Hi/1e6))
	}
	return fmt.Sprintf("Detaching, median and its 95 %% interval, on Linux %s: %s.", release(ts[0]), strings.Join(adds, ", ")), nil
}
