package render

import (
	"fmt"
	"io"
	"slices"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/history"
)

// Trend writes what became of every series over its sessions, for a terminal.
func Trend(w io.Writer, all []history.Series) error { return textViews(w, trendViews(all)) }

// TrendMarkdown is [Trend] for the summary of a CI job.
func TrendMarkdown(w io.Writer, all []history.Series) error {
	return markdownViews(w, trendViews(all))
}

// trends groups the series that differ only in how they are attached, in the
// order in which the first of each comes.
func trends(all []history.Series) (groups [][]history.Series) {
	for _, s := range all {
		i := slices.IndexFunc(groups, func(g []history.Series) bool {
			return g[0].Metric == s.Metric && g[0].Machine == s.Machine && sameTable(g[0].Arm, s.Arm)
		})
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

func trendViews(all []history.Series) []view {
	var vs []view
	for _, group := range trends(all) {
		vs = append(vs, trendView(group))
	}
	if len(vs) == 0 {
		return []view{{Title: "no history: `probecost trend --add RECORDING` begins one", Head: []string{""}}}
	}
	last := &vs[len(vs)-1]
	last.Notes = append(last.Notes, note{"predicted", "by up to 20 sessions before the last two: what 99.5 % of unchanged ones are within"})
	return vs
}

func trendView(group []history.Series) view {
	v := view{
		Title:   trendTitle(group[0]),
		Machine: trendMachine(group[0]),
		Head:    []string{"attach type", "sessions", "first", "last", "predicted", "verdict"},
	}
	for _, s := range group {
		first, last := s.Points[0], s.Points[len(s.Points)-1]
		figure := trendFigure(s)
		cells := []string{analysis.Row{Arm: s.Arm}.Label(), fmt.Sprint(len(s.Points)), figure(first.Overhead), figure(last.Overhead), "–", "–"}
		if s.Gate.Judged {
			cells[4] = figure(s.Gate.Lo) + " … " + figure(s.Gate.Hi)
			cells[5] = s.Gate.Verdict.String()
		}
		v.Rows = append(v.Rows, cells)
		v.Notes = append(v.Notes, seriesNotes(s, figure)...)
	}
	v.Notes = append(v.Notes, markNotes(group)...)
	return v
}

func trendTitle(s history.Series) string {
	title := fmt.Sprintf("%s · handler %s · %s over base, over time", s.Arm.Workload, s.Arm.Handler, s.Metric)
	if s.Arm.Workers > 1 {
		title += " · " + cpus(s.Arm.Workers)
	}
	return title
}

func trendMachine(s history.Series) []string {
	cpu := s.Machine.CPU
	if s.Machine.Virtual {
		cpu += " (virtual)"
	}
	return []string{cpu + " " + s.Machine.Arch}
}

// trendFigure writes the figures of a series with the digits that its last
// interval is worth.
func trendFigure(s history.Series) func(float64) string {
	if s.Metric == results.Instructions {
		return exact
	}
	last := s.Points[len(s.Points)-1]
	digits := decimals((last.Hi - last.Lo) / 2)
	return func(x float64) string { return fixed(x, digits) }
}

// mostNotes are listed of what a long history has many of: the last ones.
const mostNotes = 3

func seriesNotes(s history.Series, figure func(float64) string) (ns []note) {
	label := analysis.Row{Arm: s.Arm}.Label()
	if s.Gate.Reason != "" {
		ns = append(ns, note{label, s.Gate.Reason})
	}
	if s.Gate.Pinned != nil {
		ns = append(ns, note{label, "the reference has " + figure(*s.Gate.Pinned)})
	}
	for _, c := range s.Changes[max(0, len(s.Changes)-mostNotes):] {
		ns = append(ns, note{label, fmt.Sprintf("about %s from %s to %s", day(s.Points[c.At]), figure(c.Old), figure(c.New))})
	}
	return ns
}

// markNotes are those of the series with the most sessions; the others of a
// group are of the same recordings.
func markNotes(group []history.Series) (ns []note) {
	longest := slices.MaxFunc(group, func(a, b history.Series) int { return len(a.Points) - len(b.Points) })
	for _, m := range longest.Marks[max(0, len(longest.Marks)-mostNotes):] {
		ns = append(ns, note{m.What, fmt.Sprintf("since %s %s, before %s", day(longest.Points[m.At]), m.New, m.Old)})
	}
	return ns
}

func day(p history.Point) string { return p.Started.UTC().Format("2006-01-02") }
