package docs

import (
	"fmt"
	"strings"

	"github.com/probecost/probecost/results/analysis"
)

// matrix has the overheads of a folder by attach type and kernel, of the first
// workload and handler that were counted on several kernels.
func matrix(args []string) (string, error) {
	if len(args) != 1 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	all, err := tables(args[0], func(analysis.Table) bool { return true })
	if err != nil {
		return "", err
	}
	matrices := analysis.KernelMatrices(all)
	if len(matrices) == 0 {
		return "", fmt.Errorf("%s has no counts of several kernels", args[0])
	}
	m := matrices[0]
	var b strings.Builder
	fmt.Fprintf(&b, "| %s, %s: instructions over base |", m.Workload, m.Handler)
	for _, k := range m.Kernels {
		fmt.Fprintf(&b, " Linux %s |", k.Name())
	}
	fmt.Fprintf(&b, "\n|:--|%s\n", strings.Repeat("--:|", len(m.Kernels)))
	for _, subject := range m.Subjects {
		if subject == analysis.Base {
			continue
		}
		fmt.Fprintf(&b, "| %s |", subject)
		for _, k := range m.Kernels {
			fmt.Fprintf(&b, " %s |", overhead(k.Row(subject)))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}
