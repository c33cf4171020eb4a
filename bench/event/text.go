package event

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// WriteList prints events and their raw tracepoints. Without whole, those of
// system calls are one line for all.
func WriteList(w io.Writer, list []Event, whole bool) error {
	t := newTable(w)
	fmt.Fprintln(t, "EVENT\tRAW TRACEPOINT")
	folded := map[string]int{}
	for _, e := range list {
		if e.Category == syscalls && !whole {
			folded[e.RawTracepoint]++
			continue
		}
		fmt.Fprintf(t, "%s\t%s\n", e, orNone(e.RawTracepoint))
	}
	for _, raw := range []string{rawEnter, rawExit} {
		if n := folded[raw]; n > 0 {
			fmt.Fprintf(t, "%s:%s_* (%d events)\t%s\n", syscalls, raw, n, raw)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(e Event) bool { return e.Category == syscalls }) {
		return note(w, "\n", SyscallNote)
	}
	return nil
}

func newTable(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 8, 2, ' ', 0) }

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// note prints a remark.
func note(w io.Writer, before, text string) error {
	_, err := fmt.Fprintf(w, "%snote: %s\n", before, text)
	return err
}

// WriteText prints a description for people.
func (d *Description) WriteText(w io.Writer) error {
	sections := []func(io.Writer) error{d.writeAttach, d.writeArgs, d.writeSyscall, d.writeFields}
	if _, err := fmt.Fprintf(w, "%s (%s)\n", d.Event, d.Architecture); err != nil {
		return err
	}
	for _, section := range sections {
		if err := section(w); err != nil {
			return err
		}
	}
	for _, text := range d.Notes {
		if err := note(w, "\n", text); err != nil {
			return err
		}
	}
	for _, text := range d.Unread {
		if _, err := fmt.Fprintf(w, "\nnot read: %s\n", text); err != nil {
			return err
		}
	}
	return nil
}

func (d *Description) writeAttach(w io.Writer) error {
	fmt.Fprintln(w, "\nSEC() by attach type:")
	t := newTable(w)
	for _, a := range d.Attach {
		quoted := make([]string, len(a.Section))
		for i, s := range a.Section {
			quoted[i] = fmt.Sprintf("SEC(%q)", s)
		}
		remark := ""
		if a.Note != "" {
			remark = "\t" + a.Note
		}
		fmt.Fprintf(t, "  %s\t%s%s\n", a.Type, strings.Join(quoted, " or "), remark)
	}
	return t.Flush()
}

func (d *Description) writeArgs(w io.Writer) error {
	if len(d.Args) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\nRaw arguments (raw_tracepoint, tp_btf) of %s:\n", d.RawTracepoint)
	for _, a := range d.Args {
		fmt.Fprintf(w, "  args[%d]: %s\n", a.Index, a.Declaration)
	}
	return nil
}

func (d *Description) writeSyscall(w io.Writer) error {
	c := d.Syscall
	if c == nil {
		return nil
	}
	number := "its number is not known here"
	if c.Number != nil {
		number = fmt.Sprintf("number %d on %s", *c.Number, d.Architecture)
	}
	fmt.Fprintf(w, "\nSystem call %s: %s\n", c.Name, number)
	if c.Exit {
		fmt.Fprintf(w, "  args[1] is what it returned; ((struct pt_regs *)args[0])->%s is its number\n", c.NumberRegister)
		return nil
	}
	fmt.Fprintln(w, "  args[1] is its number; its arguments are in the registers, args[0]:")
	t := newTable(w)
	for _, a := range c.Args {
		fmt.Fprintf(t, "  ((struct pt_regs *)args[0])->%s\t%s\n", a.Register, join(orNone(a.Type), a.Name))
	}
	return t.Flush()
}

func (d *Description) writeFields(w io.Writer) error {
	if len(d.Fields) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nFields of the record (tracepoint), which a program may read from offset 8 on:")
	t := newTable(w)
	fmt.Fprintln(t, "  OFFSET\tSIZE\tSIGNED\tFIELD")
	for _, f := range d.Fields {
		signed := "no"
		if f.Signed {
			signed = "yes"
		}
		array := ""
		if f.Length > 0 {
			array = fmt.Sprintf("[%d]", f.Length)
		}
		fmt.Fprintf(t, "  %d\t%d\t%s\t%s %s%s\n", f.Offset, f.Size, signed, f.Type, f.Name, array)
	}
	return t.Flush()
}
