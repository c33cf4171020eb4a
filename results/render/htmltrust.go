package render

import (
	"slices"

	"github.com/probecost/probecost/results/analysis"
	"github.com/probecost/probecost/results/render/page"
)

// environmentSection has machines, builds and plans.
func environmentSection(s *sheet, r report) {
	c := s.chapter("environment", "Environment", "Recordings with the same fingerprint are of the same CPU, kernel, settings and handlers: their times may be compared. A digest stands for what is too long to show, and changes with it.")
	var of []analysis.Table
	for _, recording := range r.recordings {
		of = append(of, recording[0])
	}
	for some := range slices.Chunk(of, 3) { // as many as a sheet of paper has room for
		table := c.table(environmentView(some))
		table.Words = true
		c.part(page.Part{Tables: []page.Table{table}})
	}
	c.end()
}

// validitySection says how far figures can be trusted.
func validitySection(s *sheet, r report) {
	c := s.chapter("validity", "Validity", "The noise floor is what two identical arms differ by. A positive control is a known piece of work that has to be found again. What is dropped is dropped for a recorded cause, and never for its value.")
	for _, recording := range r.recordings {
		c.views(validityView(recording))
	}
	var why []page.Note
	for _, t := range r.tables {
		for _, row := range t.Rows {
			if row.Estimate == nil && !row.NotMeasured {
				why = append(why, page.Note{Label: row.Arm.String(), Text: row.Reason})
			}
		}
	}
	c.part(page.Part{Notes: why})
	c.end()
}

// reproduceSection has the commands that measure the same again.
func reproduceSection(s *sheet, r report) {
	c := s.chapter("reproduce", "Measure it again", "The seed makes the order of visits the same. Objects are called by the names of their files. A kernel’s version is fetched as its newest build, and counts are the same on the same build only.")
	for _, recording := range r.recordings {
		c.part(page.Part{Title: recordingTitle(recording[0]), Code: reproduce(recording)})
	}
	c.end()
}
