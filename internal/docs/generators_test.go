package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render"
)

// generators make the content of generated blocks, by their first word.
var generators = []struct {
	name, args string
	make       func(args []string) (string, error)
}{
	{"table", "FOLDER WORKLOAD HANDLER [KERNEL]", table},
	{"overheads", "FOLDER [KERNEL]", overheads},
	{"plot", "FOLDER HANDLER [KERNEL]", plot},
	{"matrix", "FOLDER", matrix},
	{"throughput", "FOLDER HANDLER WORKLOAD...", throughput},
	{"order", "FOLDER WORKLOAD HANDLER", order},
	{"steady", "FOLDER WORKLOAD HANDLER", steady},
	{"costs", "WORKLOAD FOLDER...", costs},
	{"cost", "FOLDER ATTACH WORKLOAD HANDLER", cost},
	{"since", "ATTACH", since},
	{"reading", "FOLDER WORKLOAD HANDLER", reading},
	{"detach", "FOLDER", detach},
	{"shares", "FOLDER WORKLOAD HANDLER RATE...", shares},
	{"needs", "", needs},
	{"peers", "SERIES", peers},
	{"peerdeviations", "SERIES", peerDeviations},
	{"append", "FILE ENTRY", appendEntry},
	{"types", "", types},
	{"workloads", "", drives},
	{"handlers", "AFTER LINE", appendHandlers},
}

func generate(call []string) (string, error) {
	for _, g := range generators {
		if len(call) > 0 && g.name == call[0] {
			text, err := g.make(call[1:])
			if err != nil {
				return "", fmt.Errorf("%s %s: %w", g.name, g.args, err)
			}
			return text, nil
		}
	}
	return "", fmt.Errorf("no generator of that name")
}

// tables returns those of a published folder's tables that are wanted.
func tables(folder string, wanted func(analysis.Table) bool) ([]analysis.Table, error) {
	all, ok := analysed[folder]
	if !ok {
		var err error
		if all, err = analyse(folder); err != nil {
			return nil, err
		}
		analysed[folder] = all
	}
	all = slices.DeleteFunc(slices.Clone(all), func(t analysis.Table) bool { return !wanted(t) })
	if len(all) == 0 {
		return nil, fmt.Errorf("no such table in %s", folder)
	}
	return all, nil
}

// analysed has the tables of each folder that was read: most are asked for by
// many blocks.
var analysed = map[string][]analysis.Table{}

// analyse reads a published folder, which is complete: doubts are errors.
func analyse(folder string) ([]analysis.Table, error) {
	recs, truncated, err := results.ReadPaths(filepath.Join(root, published, folder))
	if err != nil {
		return nil, err
	}
	if len(truncated) > 0 {
		return nil, truncated[0]
	}
	return analysis.AnalyzeAll(recs)
}

// onKernel says whether a table is of a kernel; "6.1" is not "6.12".
func onKernel(t analysis.Table, version []string) bool {
	return len(version) == 0 || strings.HasPrefix(t.Header.Environment.Kernel+".", version[0]+".")
}

// table is the Markdown table of one workload and handler.
func table(args []string) (string, error) {
	if len(args) < 3 {
		return "", fmt.Errorf("too few arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool {
		return t.Workload == args[1] && t.Handler == args[2] && onKernel(t, args[3:])
	})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = render.Markdown(&b, ts)
	return b.String(), err
}

// plot is the picture of a handler's plot, by the name of its file.
func plot(args []string) (string, error) {
	if len(args) < 2 {
		return "", fmt.Errorf("too few arguments")
	}
	all, err := tables(args[0], func(t analysis.Table) bool { return t.Handler == args[1] && onKernel(t, args[2:]) })
	if err != nil {
		return "", err
	}
	h := all[0].Header
	alt := fmt.Sprintf("%s that each attach type adds to an event, handler %s, Linux %s", h.Metric, args[1], h.Environment.Kernel)
	return fmt.Sprintf("![%s](%s/%s/%s.svg)", alt, published, args[0], render.Plots(all)[0].Name), nil
}

// overheads is what all tables of a folder come to: a row per attach type, a
// column per workload and handler.
func overheads(args []string) (string, error) {
	if len(args) < 1 {
		return "", fmt.Errorf("too few arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool { return onKernel(t, args[1:]) })
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %s over base |", ts[0].Header.Metric)
	for _, t := range ts {
		fmt.Fprintf(&b, " %s<br>%s |", t.Workload, t.Handler)
	}
	fmt.Fprintf(&b, "\n|:--|%s\n", strings.Repeat("--:|", len(ts)))
	for _, r := range ts[0].Rows {
		if r.IsControl() || r.NotMeasured {
			continue
		}
		fmt.Fprintf(&b, "| %s |", r.Attach)
		for _, t := range ts {
			fmt.Fprintf(&b, " %s |", overhead(t.Row(r.Attach)))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// overhead is a cell: "59.8 ± 1.2", or a count.
func overhead(r *analysis.Row) string {
	switch {
	case r == nil || r.Estimate == nil:
		return "–"
	case r.Estimate.Interval.HalfWidth() == 0:
		return fmt.Sprintf("%.0f", r.Estimate.Overhead)
	case r.Estimate.Overhead < r.Estimate.Interval.MDE:
		return fmt.Sprintf("< %.1f", r.Estimate.Interval.MDE+0.05)
	}
	return fmt.Sprintf("%.1f ± %.1f", r.Estimate.Overhead, r.Estimate.Interval.HalfWidth())
}

// throughput is events/s in the shape of the table that test_overhead printed:
// a row per workload, a column per attach type.
func throughput(args []string) (string, error) {
	if len(args) < 3 {
		return "", fmt.Errorf("too few arguments")
	}
	columns := []string{analysis.Base, "kprobe", "tracepoint", "raw_tracepoint"}
	var b strings.Builder
	fmt.Fprintf(&b, "| events/s | %s |\n|:--|%s\n", strings.Join(columns, " | "), strings.Repeat("--:|", len(columns)))
	for _, workload := range args[2:] {
		ts, err := tables(args[0], func(t analysis.Table) bool { return t.Workload == workload && t.Handler == args[1] })
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "| %s |", workload)
		for _, attach := range columns {
			cell := "n/a"
			if row := ts[0].Row(attach); row != nil && row.EventsPerS != nil {
				cell = thousands(*row.EventsPerS)
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// thousands writes events per second as test_overhead's table has them.
func thousands(x float64) string {
	if x >= 999_500 {
		return fmt.Sprintf("%.1fM", x/1e6)
	}
	return fmt.Sprintf("%.0fK", x/1e3)
}

// order is a list of kernels with what a kprobe, a tracepoint and a raw
// tracepoint add, in instructions.
func order(args []string) (string, error) {
	if len(args) != 3 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	ts, err := tables(args[0], func(t analysis.Table) bool { return t.Workload == args[1] && t.Handler == args[2] })
	if err != nil {
		return "", err
	}
	var lines []string
	for _, t := range ts {
		var adds []string
		for _, attach := range []string{"kprobe", "tracepoint", "raw_tracepoint"} {
			row := t.Row(attach)
			if row == nil || row.Estimate == nil {
				return "", fmt.Errorf("%s has no figure on %s", attach, t.Header.Environment.Kernel)
			}
			adds = append(adds, fmt.Sprintf("%s %.0f", attach, row.Estimate.Overhead))
		}
		lines = append(lines, fmt.Sprintf("- Linux %s, %s, handler %s, instructions over base: %s",
			t.Header.Environment.Kernel, t.Workload, t.Handler, strings.Join(adds, ", ")))
	}
	return strings.Join(lines, "\n"), nil
}

// appendEntry is the change to a Go file that puts an entry at the end of its
// list All, which is one line or several.
func appendEntry(args []string) (string, error) {
	if len(args) != 2 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	lines, err := linesOf(args[0])
	if err != nil {
		return "", err
	}
	start := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "var All = ") })
	if start < 0 {
		return "", fmt.Errorf("no list in %s", args[0])
	}
	if one := lines[start]; strings.HasSuffix(one, "}") {
		return change(args[0], lines, start, []string{one}, []string{strings.TrimSuffix(one, "}") + ", " + args[1] + "}"}), nil
	}
	end := start + slices.Index(lines[start:], "}")
	return change(args[0], lines, end, nil, []string{"\t" + args[1] + ","}), nil
}

// appendHandlers is the change to bpf/handlers.h that puts a line behind that of
// another attach type.
func appendHandlers(args []string) (string, error) {
	const file, width, tab = "bpf/handlers.h", 72, 8 // of a line, up to its backslash; of its first character
	if len(args) < 2 {
		return "", fmt.Errorf("too few arguments")
	}
	lines, err := linesOf(file)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, ", "+args[0]+", ") })
	if i < 0 {
		return "", fmt.Errorf("no HANDLERS line for %s in %s", args[0], file)
	}
	continued := func(line string) string {
		return line + strings.Repeat(" ", width-tab-len(line)+1) + "\\"
	}
	last, added := lines[i], "\t"+strings.Join(args[1:], " ")
	if strings.HasSuffix(last, "\\") {
		return change(file, lines, i+1, nil, []string{continued(added)}), nil
	}
	return change(file, lines, i, []string{last}, []string{continued(last), added}), nil
}

func linesOf(file string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), nil
}

// change is a diff that replaces the lines from index i on by others, with a line
// of context before and behind where there is one. Any line number will do: what
// it changes is found by its context.
func change(file string, lines []string, i int, old, fresh []string) string {
	var b strings.Builder
	before, after := lines[max(0, i-1):i], lines[i+len(old):min(len(lines), i+len(old)+1)]
	context := len(before) + len(after)
	fmt.Fprintf(&b, "```diff\n--- a/%[1]s\n+++ b/%[1]s\n@@ -2,%[2]d +2,%[3]d @@\n", file, context+len(old), context+len(fresh))
	for _, part := range []struct {
		mark  string
		lines []string
	}{{" ", before}, {"-", old}, {"+", fresh}, {" ", after}} {
		for _, line := range part.lines {
			fmt.Fprintf(&b, "%s%s\n", part.mark, line)
		}
	}
	return b.String() + "```"
}
