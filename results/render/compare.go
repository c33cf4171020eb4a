package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/compare"
)

// Comparison writes what has changed for a terminal of 80 columns.
func Comparison(w io.Writer, r *compare.Report) error {
	return textViews(w, compareViews(r))
}

// ComparisonMarkdown writes what has changed for the summary of a CI job: first
// what fails it, which is all that most want to read.
func ComparisonMarkdown(w io.Writer, r *compare.Report) error {
	var b strings.Builder
	if why := r.Why(); len(why) > 0 {
		b.WriteString("**" + r.Verdict.String() + "**\n\n")
		for _, text := range why {
			b.WriteString("- " + markup.Replace(text) + "\n")
		}
		b.WriteString("\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	return markdownViews(w, compareViews(r))
}

// compareViews are a table for each workload and handler of each pair. What
// holds for all of a pair is under its last.
func compareViews(r *compare.Report) []view {
	var vs []view
	for _, p := range r.Pairs {
		vs = append(vs, pairViews(p)...)
	}
	if len(vs) == 0 {
		vs = []view{{Title: "nothing to compare", Head: []string{""}}}
	}
	last := &vs[len(vs)-1]
	for _, name := range r.OnlyOld {
		last.Warnings = append(last.Warnings, warning(name+": there is no new recording to compare it with"))
	}
	for _, name := range r.OnlyNew {
		last.Notes = append(last.Notes, note{"only new", name})
	}
	for _, kernel := range r.Unknown {
		last.Warnings = append(last.Warnings, warning("the baseline has no figures of Linux "+kernel+" as it was built and booted here: --update adds them"))
	}
	for _, text := range r.Warnings {
		last.Warnings = append(last.Warnings, warning(text))
	}
	last.Notes = append(last.Notes, append(sessionNotes(r), note{"verdict", r.Verdict.String()})...)
	return vs
}

func pairViews(p compare.Pair) []view {
	var vs []view
	for rows := p.Rows; len(rows) > 0; {
		n := 1
		for n < len(rows) && sameTable(rows[n].Arm, rows[0].Arm) {
			n++
		}
		vs = append(vs, changesView(p, rows[:n]))
		rows = rows[n:]
	}
	if len(vs) == 0 {
		vs = []view{{Title: "no arm to compare", Head: []string{""}}}
	}
	vs[0].Machine = sides(p)
	sayOnce(vs)
	last := &vs[len(vs)-1]
	last.Notes = append(last.Notes, pairNotes(p)...)
	for _, d := range p.Differs {
		last.Warnings = append(last.Warnings, note{"not comparable", d.String()})
	}
	for _, text := range p.Warnings {
		last.Warnings = append(last.Warnings, warning(text))
	}
	return vs
}

// sameTable says whether arms differ only in how they are attached.
func sameTable(a, b results.Arm) bool {
	return a.Workload == b.Workload && a.Handler == b.Handler && a.Workers == b.Workers
}

func changesView(p compare.Pair, rows []compare.Row) view {
	a := rows[0].Arm
	v := view{Title: fmt.Sprintf("%s · handler %s · %s over base, old and new", a.Workload, a.Handler, p.Metric)}
	if a.Workers > 1 {
		v.Title += " · " + cpus(a.Workers)
	}
	v.Head = []string{"attach type", "old", "new", "change", "%", "p", "verdict"}
	if p.Metric == results.Instructions {
		v.Head = slices.Delete(v.Head, 5, 6) // a count is certain
	}
	digits := changeDigits(rows)
	for _, r := range rows {
		v.Rows = append(v.Rows, changeCells(p.Metric, digits, r))
	}
	v.Missing = reasons(rows)
	return v
}

// reasons are those of verdicts, each once.
func reasons(rows []compare.Row) (ns []note) {
	seen := map[string]bool{}
	for _, r := range rows {
		if r.Reason != "" && !seen[r.Reason] {
			seen[r.Reason] = true
			ns = append(ns, note{r.Verdict.String(), r.Reason})
		}
	}
	return ns
}

// sides says on what machine, and which two programs.
func sides(p compare.Pair) []string {
	e := p.Old.Machine
	facts := []string{kernel(e)}
	if e.CPU != "" {
		facts = append(facts, e.CPU)
	}
	return append(facts, "old "+side(p.Old), "new "+side(p.New))
}

func side(s compare.Side) string {
	if s.First.IsZero() {
		return strings.Join(s.Names, ", ") // a baseline
	}
	text := s.First.UTC().Format("2006-01-02 15:04")
	if s.Probecost != "" {
		text += " " + s.Probecost
	}
	if len(s.Names) > 1 {
		text += fmt.Sprintf(" (%d sessions)", len(s.Names))
	}
	return text
}

func pairNotes(p compare.Pair) []note {
	var ns []note
	if p.Metric == results.Time {
		if i := slices.IndexFunc(p.Rows, func(r compare.Row) bool { return r.Change != nil }); i >= 0 {
			ns = append(ns, note{"change", "with its 95 % interval; % is that of the old overhead"},
				note{"p", "that nothing changed, corrected for the number of arms (Holm)"})
		}
	}
	ns = append(ns, againNotes(p)...)
	for _, r := range p.Rows {
		if r.Accepted {
			ns = append(ns, note{"accepted", fmt.Sprintf("%s: %.6g, now %.6g, as the change of the baseline says", r.Arm, r.Old.Overhead, r.New.Overhead)})
		}
	}
	if p.Old.Handlers != p.New.Handlers {
		ns = append(ns, note{"handlers", fmt.Sprintf("%q, then %q", p.Old.Handlers, p.New.Handlers)})
	}
	for _, arm := range p.Added {
		ns = append(ns, note{"only new", arm.String()})
	}
	return ns
}
