package event

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/probecost/probecost/internal/wrap"
)

// rawColumn is where the raw tracepoints stand in a list that fits a terminal.
const rawColumn = 40

// WriteList prints events and their raw tracepoints. Without whole, those of
// system calls are one line for all. With fold, names for which there is no room
// on a terminal take two lines; else each event has its line.
func WriteList(w io.Writer, list []Event, whole, fold bool) error {
	rows := listRows(list, whole)
	column := rawColumn
	for _, row := range rows {
		if !fold {
			column = max(column, len(row[0])+2)
		}
	}
	for _, row := range append([][2]string{{"EVENT", "RAW TRACEPOINT"}}, rows...) {
		between := strings.Repeat(" ", max(2, column-len(row[0])))
		if fold && len(row[0]+between+row[1]) > wrap.Columns {
			between = "\n" + strings.Repeat(" ", max(2, min(column, wrap.Columns-len(row[1]))))
		}
		if _, err := fmt.Fprintln(w, row[0]+between+row[1]); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(list, func(e Event) bool { return e.Category == syscalls }) {
		return note(w, "\n", SyscallNote)
	}
	return nil
}

// listRows are events with their raw tracepoints.
func listRows(list []Event, whole bool) (rows [][2]string) {
	folded := map[string]int{}
	for _, e := range list {
		if e.Category == syscalls && !whole {
			folded[e.RawTracepoint]++
			continue
		}
		rows = append(rows, [2]string{e.String(), orNone(e.RawTracepoint)})
	}
	for _, raw := range []string{rawEnter, rawExit} {
		if n := folded[raw]; n > 0 {
			rows = append(rows, [2]string{fmt.Sprintf("%s:%s_* (%d events)", syscalls, raw, n), raw})
		}
	}
	return rows
}

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// note prints a remark.
func note(w io.Writer, before, text string) error {
	_, err := io.WriteString(w, before+wrap.Text("note: ", text))
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
		if _, err := io.WriteString(w, "\n"+wrap.Text("not read: ", text)); err != nil {
			return err
		}
	}
	return nil
}

// writeAttach prints the lines to copy beside each attach type, or under it where
// there is no room for one: code is not broken.
func (d *Description) writeAttach(w io.Writer) error {
	text := "\nSEC() by attach type:\n"
	for _, a := range d.Attach {
		start, indent := fmt.Sprintf("  %-16s", a.Type), strings.Repeat(" ", 18)
		lines := make([]string, len(a.Section))
		for i, s := range a.Section {
			if lines[i] = fmt.Sprintf("SEC(%q)", s); i > 0 {
				lines[i] = "or " + lines[i]
			}
			if len(indent+lines[i]) > wrap.Columns {
				start, indent = "  "+a.Type+"\n    ", "    "
			}
		}
		text += start + strings.Join(lines, "\n"+indent) + "\n"
		if a.Note != "" {
			text += wrap.Text(indent, a.Note)
		}
	}
	_, err := io.WriteString(w, text)
	return err
}

func (d *Description) writeArgs(w io.Writer) error {
	if len(d.Args) == 0 {
		return nil
	}
	text := "\n" + wrap.Text("", "Raw arguments (raw_tracepoint, tp_btf) of "+d.RawTracepoint+":")
	for _, a := range d.Args {
		text += wrap.Text(fmt.Sprintf("  args[%d]: ", a.Index), a.Declaration)
	}
	_, err := io.WriteString(w, text)
	return err
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
		_, err := io.WriteString(w, wrap.Text("  ", "args[1] is what it returned; ((struct pt_regs *)args[0])->"+c.NumberRegister+" is its number"))
		return err
	}
	text := "  args[1] is its number; its arguments are in the registers, args[0]:\n"
	for _, a := range c.Args {
		// The longest registers are those of arm64, regs[0].
		text += wrap.Text(fmt.Sprintf("  ((struct pt_regs *)args[0])->%-7s  ", a.Register), join(orNone(a.Type), a.Name))
	}
	_, err := io.WriteString(w, text)
	return err
}

func (d *Description) writeFields(w io.Writer) error {
	if len(d.Fields) == 0 {
		return nil
	}
	text := "\nFields of the record (tracepoint), which a program may read from offset 8 on:\n" +
		"  OFFSET  SIZE  SIGNED  FIELD\n"
	for _, f := range d.Fields {
		signed := "no"
		if f.Signed {
			signed = "yes"
		}
		array := ""
		if f.Length > 0 {
			array = fmt.Sprintf("[%d]", f.Length)
		}
		text += wrap.Text(fmt.Sprintf("  %-6d  %-4d  %-6s  ", f.Offset, f.Size, signed), f.Type+" "+f.Name+array)
	}
	_, err := io.WriteString(w, text)
	return err
}
