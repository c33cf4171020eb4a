package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/page"
)

// PageFile is the name of a page in a folder.
const PageFile = "report.html"

// HTML writes a report: one page with everything that the other formats and the
// plots have, the answer first.
func HTML(w io.Writer, tables []analysis.Table) error {
	s := &sheet{}
	if len(tables) == 0 {
		s.Title, s.Answer = "What a BPF program costs per event", "Nothing was measured."
		return s.write(w)
	}
	r := report{tables: tables, recordings: byRecording(tables), head: headline(tables)}
	s.Title, s.Answer = title(tables), answer(r.head)
	if change := changeAnswer(tables); change != "" {
		s.Answer = change
	}
	s.Doubts = doubts(tables)
	s.Facts = facts(r.recordings)
	for _, section := range reportSections {
		section(s, r)
	}
	s.Reading = reading(tables)
	return s.write(w)
}

// report is what sections are made of.
type report struct {
	tables     []analysis.Table
	recordings [][]analysis.Table
	head       analysis.Table
}

// reportSections are all of them, in the order of the page. One that has
// nothing to say adds nothing.
var reportSections = []func(*sheet, report){
	changesSection, overheadSection, stripSection, handlersSection, kernelsSection, clocksSection, scalingSection,
	figuresSection, environmentSection, validitySection, reproduceSection,
}

// mostFacts is how many recordings are named at the beginning.
const mostFacts = 4

// facts say what was recorded where and when, by what.
func facts(recordings [][]analysis.Table) [][]string {
	var lines [][]string
	for _, recording := range recordings {
		t := recording[0]
		e := t.Header.Environment
		line := append([]string{metricTitle(t.Header.Metric)}, machine(t)...)
		if e.Probecost != "" {
			line = append(line, "probecost "+e.Probecost)
		}
		lines = append(lines, append(line, "fingerprint "+e.Fingerprint()))
	}
	if len(lines) > mostFacts {
		return [][]string{{fmt.Sprintf("%d recordings: see Environment", len(lines))}}
	}
	return lines
}

// doubts are why figures are not to be relied on.
func doubts(tables []analysis.Table) []page.Note {
	var ns []note
	for _, recording := range byRecording(tables) {
		if run := recording[0].Run; run != nil {
			ns = append(ns, findings(run)...)
		}
	}
	var without []string
	for _, t := range tables {
		for _, r := range t.Rows {
			if r.Estimate == nil && !r.NotMeasured {
				without = append(without, r.Arm.String())
			}
		}
	}
	if len(without) > 0 {
		text := enumerate(without)
		if len(without) > mostNotes {
			text = fmt.Sprintf("%s and %d more", strings.Join(without[:mostNotes], ", "), len(without)-mostNotes)
		}
		ns = append(ns, note{"inconclusive", text + ": no figure; under Validity is why"})
	}
	return pageNotes(ns)
}

// reading is what of the report needs to be explained.
func reading(tables []analysis.Table) page.Reading {
	var r page.Reading
	for _, t := range tables {
		switch t.Header.Metric {
		case results.Time:
			r.Time = true
		case results.Instructions:
			r.Instructions = true
		case results.CPUTime:
			r.Drive = true
		}
		r.Changes = r.Changes || len(t.Changes) > 0
	}
	return r
}
