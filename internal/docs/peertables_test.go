package docs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/probecost/probecost/bench/attach"
)

// peers is how far the sessions of each program lie apart: a row for each
// attach type that it measured.
func peers(args []string) (string, error) {
	if len(args) != 1 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	var b strings.Builder
	b.WriteString("| what fires, and what the program does | measured by | attach type | mean overhead | standard deviation | smallest to largest | a session takes |\n")
	b.WriteString("|:--|:--|:--|--:|--:|--:|--:|\n")
	var all []peerSession
	n := 0
	for _, p := range peerList {
		list, err := p.sessions(args[0])
		if err != nil {
			return "", err
		}
		all, n = append(all, list...), len(list)
		for _, attach := range measured(list) {
			s := spreadOf(list, attach)
			fmt.Fprintf(&b, "| %s | %s | %s | %.1f ns | **%s ns** | %.1f to %.1f ns | %.1f s |\n",
				p.hook, p.name, attach, s.mean, twoDigits(s.deviation), s.least, s.most, s.seconds)
		}
	}
	byStart := func(a, b peerSession) int { return a.start.Compare(b.start) }
	others, _ := moments(of(all, func(s peerSession) float64 { return s.others }))
	fmt.Fprintf(&b, "\n%d sessions of each, in turns, between %s and %s UTC; load average %.1f (median); other programs had %.0f %% of the CPUs (mean).",
		n, slices.MinFunc(all, byStart).start.Format("2006-01-02 15:04"), slices.MaxFunc(all, byStart).start.Format("15:04"),
		median(of(all, func(s peerSession) float64 { return s.load })), 100*others)
	return b.String(), nil
}

// peerDeviations is the same in brief: the standard deviations alone, a row for each
// program and hook.
func peerDeviations(args []string) (string, error) {
	if len(args) != 1 {
		return "", fmt.Errorf("wrong number of arguments")
	}
	columns := []string{"tracepoint", "raw_tracepoint", "tp_btf"}
	var b strings.Builder
	fmt.Fprintf(&b, "| standard deviation between sessions | what fires | %s |\n|:--|:--|%s\n", strings.Join(columns, " | "), strings.Repeat("--:|", len(columns)))
	for _, p := range peerList {
		list, err := p.sessions(args[0])
		if err != nil {
			return "", err
		}
		hook, _, _ := strings.Cut(p.hook, ",")
		fmt.Fprintf(&b, "| %s | %s |", p.name, hook)
		for _, attach := range columns {
			cell := "–"
			if slices.Contains(measured(list), attach) {
				cell = twoDigits(spreadOf(list, attach).deviation) + " ns"
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// measured lists the attach types of all sessions in the order of [attach.All].
func measured(list []peerSession) (names []string) {
	for _, a := range attach.All {
		if slices.Contains(slices.Collect(maps.Keys(list[0].overheads)), a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

// spread is how far sessions lie apart, ns, and how long one takes.
type spread struct {
	mean, deviation, least, most float64
	seconds                      float64 // median
}

func spreadOf(list []peerSession, attach string) spread {
	overheads := of(list, func(s peerSession) float64 { return s.overheads[attach] })
	s := spread{least: slices.Min(overheads), most: slices.Max(overheads), seconds: median(of(list, func(s peerSession) float64 { return s.seconds }))}
	s.mean, s.deviation = moments(overheads)
	return s
}

// of takes one figure of each session.
func of(list []peerSession, what func(peerSession) float64) (xs []float64) {
	for _, s := range list {
		xs = append(xs, what(s))
	}
	return xs
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2
}

// twoDigits writes a deviation no more precisely than it is known.
func twoDigits(x float64) string {
	if x >= 10 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.2g", x)
}
