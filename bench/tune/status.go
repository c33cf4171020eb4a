package tune

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/probecost/probecost/bench/sandbox"
	"github.com/probecost/probecost/internal/wrap"
)

// Status is what a machine has of every knob, and whether it is tuned.
type Status struct {
	CPUs  []int
	Saved *Saved  // nil if it is not tuned
	Found []Found // of Knobs
}

// Look reads a machine, and changes nothing.
func Look(root fs.FS, cpus []int) (Status, error) {
	saved, err := ReadSaved(root)
	s := Status{CPUs: cpus, Saved: saved}
	for _, knob := range Knobs {
		s.Found = append(s.Found, knob.Find(Of(root, cpus)))
	}
	return s, err
}

// WriteText prints the status in 80 columns.
func (s Status) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(wrap.Text("", s.summary()))
	for i, found := range s.Found {
		b.WriteString(found.text(Knobs[i]))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// open counts the settings that could be as they should be and are not.
func (s Status) open() (n int) {
	for _, found := range s.Found {
		open, _ := found.Divide()
		n += len(open)
	}
	return n
}

func (s Status) summary() string {
	cpus := "CPU " + sandbox.FormatCPUs(s.CPUs)
	const undo = "`probecost tune off` restores what was"
	open := s.open()
	switch {
	case s.Saved == nil && open == 0:
		return cpus + ": not tuned, and there is nothing to tune"
	case s.Saved == nil:
		return fmt.Sprintf("%s: not tuned: `probecost tune on` changes %s", cpus, files(open))
	}
	since := fmt.Sprintf("CPU %s: tuned since %s, %s changed", sandbox.FormatCPUs(s.Saved.CPUs),
		s.Saved.Started.Format("2006-01-02 15:04 MST"), files(len(s.Saved.Values)-len(s.Saved.Kept)))
	switch {
	case !s.Saved.Whole:
		since = strings.Replace(since, "tuned", "tuned in part", 1)
		return since + ", until it was ended: `probecost tune on` goes on, " + undo
	case open > 0:
		return since + fmt.Sprintf(", %s not as they should be (see below): ", files(open)) + undo
	}
	return since + ": " + undo
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

// text is what there is to say of a knob.
func (f Found) text(knob Knob) string {
	open, fixed := f.Divide()
	var b strings.Builder
	line := func(state, text string) {
		b.WriteString(wrap.Text(fmt.Sprintf("  %-8s", state), knob.Name+": "+text))
	}
	if len(open) > 0 {
		line("open", Summary(open))
	}
	if len(fixed) > 0 {
		line("fixed", Summary(fixed)+": "+fixed[0].Fixed)
	}
	switch {
	case len(open)+len(fixed) > 0:
	case len(f.Settings) > 0:
		line("done", fmt.Sprintf("/%s is %s", f.Settings[0].Path, f.Settings[0].Have)+more(len(f.Settings)-1))
	default:
		line("none", f.Note)
	}
	if len(f.Settings) > 0 && f.Note != "" {
		line("note", f.Note)
	}
	return b.String()
}

// Summary names the first of several settings, at least one.
func Summary(settings []Setting) string { return settings[0].String() + more(len(settings)-1) }

func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

// WriteText prints what has come of a change, in 80 columns.
func (o Outcome) WriteText(w io.Writer, done string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", files(o.Changed), done)
	for _, text := range o.Kept {
		b.WriteString(wrap.Text("  kept    ", text))
	}
	for _, text := range o.Failed {
		b.WriteString(wrap.Text("  failed  ", text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
