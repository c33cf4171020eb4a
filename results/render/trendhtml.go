package render

import (
	"fmt"
	"io"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/history"
	"github.com/probecost/probecost/results/render/page"
	"github.com/probecost/probecost/results/verdict"
)

// TrendHTML writes what became of every series as one page.
func TrendHTML(w io.Writer, all []history.Series) error {
	s := &sheet{}
	s.Title, s.Answer = "What BPF programs have cost over time", trendAnswer(all)
	s.Reading.History = true
	for _, group := range trends(all) {
		s.Reading.Time = s.Reading.Time || group[0].Metric == results.Time
		s.Reading.Instructions = s.Reading.Instructions || group[0].Metric == results.Instructions
	}
	for _, x := range all {
		if x.Gate.Judged && x.Gate.Verdict == verdict.Worse {
			s.Doubts = append(s.Doubts, page.Note{Label: x.Gate.Verdict.String(), Text: x.Arm.String() + ": " + x.Gate.Reason})
		}
	}
	trendSections(s, all)
	return s.write(w)
}

// trendSections are one for each machine and metric.
func trendSections(s *sheet, all []history.Series) {
	var c *chapter
	var last history.Series
	for _, group := range trends(all) {
		first := group[0]
		if c == nil || first.Machine != last.Machine || first.Metric != last.Metric {
			if c != nil {
				c.end()
			}
			c = s.chapter("trend", fmt.Sprintf("%s on %s", metricTitle(first.Metric), trendMachine(first)[0]))
			last = first
		}
		c.plots(TrendPlots(group))
		c.views(trendView(group))
	}
	if c != nil {
		c.end()
	}
}

// trendAnswer counts the verdicts on all series.
func trendAnswer(all []history.Series) string {
	if len(all) == 0 {
		return "There is no history yet."
	}
	judged := map[verdict.Verdict]int{}
	without, sessions := 0, 0
	var last history.Point
	for _, x := range all {
		sessions = max(sessions, len(x.Points))
		if p := x.Points[len(x.Points)-1]; p.Started.After(last.Started) {
			last = p
		}
		if x.Gate.Judged {
			judged[x.Gate.Verdict]++
		} else {
			without++
		}
	}
	var parts []string
	for _, v := range []verdict.Verdict{verdict.Worse, verdict.Better, verdict.Same, verdict.Inconclusive} {
		if judged[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", judged[v], v))
		}
	}
	if without > 0 {
		parts = append(parts, fmt.Sprintf("%d without a verdict", without))
	}
	return fmt.Sprintf("Of %d series, held against the sessions before, the last two say: %s. The longest has %d sessions, the last one of %s.",
		len(all), enumerate(parts), sessions, day(last))
}
