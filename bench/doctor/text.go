package doctor

import (
	"fmt"
	"io"
	"strings"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/internal/wrap"
)

// text is a report for people, in 80 columns.
type text struct{ strings.Builder }

// WriteText prints a report for people.
func (r Report) WriteText(w io.Writer) error {
	var t text
	t.WriteString(wrap.Text("", fmt.Sprintf("Linux %s %s · %s", r.Environment.Kernel, r.Environment.Arch, r.Environment.CPU)))
	fmt.Fprintf(&t, "bench CPU %s\n", sandbox.FormatCPUs(r.CPUs))
	t.answers("Attach types", r.Attach)
	t.answers("Workloads", r.Workloads)
	t.results("What measuring needs", r.Needs)
	t.results("What disturbs it", r.Noise)
	t.WriteString("\n" + wrap.Text("", r.summary()))
	_, err := io.WriteString(w, t.String())
	return err
}

func (t *text) heading(s string) { t.WriteString("\n" + s + "\n") }

// line has a word in the first column, and what it is about.
func (t *text) line(word, s, mend string) {
	t.WriteString(wrap.Text(fmt.Sprintf("  %-8s", word), s))
	if mend != "" {
		t.WriteString(wrap.Text("          → ", mend))
	}
}

func (t *text) answers(heading string, list []Answer) {
	t.heading(heading)
	for _, a := range list {
		s := a.Name
		if a.Reason != "" {
			s += ": " + a.Reason
		}
		t.line(string(a.Can), s, a.Mend)
	}
}

func (t *text) results(heading string, list []Result) {
	t.heading(heading)
	for _, r := range list {
		t.line(string(r.State), r.Name+": "+Finding{Saw: r.Saw, Why: r.Why}.String(), r.Mend)
	}
}

// WriteCapabilities prints what each capability is good for.
func (r Report) WriteCapabilities(w io.Writer) error {
	var t text
	t.WriteString("Capabilities of this process\n")
	for _, c := range r.Capabilities {
		t.line(string(c.Have), c.Name+": "+c.Use, "")
	}
	_, err := io.WriteString(w, t.String())
	return err
}
