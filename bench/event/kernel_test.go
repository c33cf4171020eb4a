package event

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cilium/ebpf/features"
	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/internal/wrap"
)

// These tests read the running kernel; in a VM, that of the VM.

func running(t *testing.T) *Source {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("not root: tracefs cannot be read")
	}
	s, err := Open("", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if s.tracefs == nil {
		t.Fatalf("as root, tracefs is not read: %q", s.unread)
	}
	return s
}

// prototypes are TP_PROTO of events, with the header, and from which version
// of Linux on it is so (0: from 5.10 on).
var prototypes = []struct {
	event, header string
	since         uint32
	want          []string
}{
	// The state of prev came with fa2c3254d7cf, and to its present place with 9c2136be0878.
	{"sched:sched_switch", "sched.h", 0, []string{"bool preempt", "struct task_struct *prev", "struct task_struct *next"}},
	{"sched:sched_switch", "sched.h", version(5, 18), []string{"bool preempt", "struct task_struct *prev", "struct task_struct *next", "unsigned int prev_state"}},
	{"task:task_rename", "task.h", 0, []string{"struct task_struct *task", "const char *comm"}},
	{"syscalls:sys_enter_fchmodat", "syscalls.h, sys_enter", 0, []string{"struct pt_regs *regs", "long id"}},
	{"syscalls:sys_exit_fchmodat", "syscalls.h, sys_exit", 0, []string{"struct pt_regs *regs", "long ret"}},
	{"tcp:tcp_retransmit_skb", "tcp.h", 0, []string{"const struct sock *sk", "const struct sk_buff *skb"}},
	// With the result of sending again.
	{"tcp:tcp_retransmit_skb", "tcp.h", version(6, 16), []string{"const struct sock *sk", "const struct sk_buff *skb", "int err"}},
	{"sched:sched_process_exec", "sched.h", 0, []string{"struct task_struct *p", "pid_t old_pid", "struct linux_binprm *bprm"}},
	{"irq:irq_handler_entry", "irq.h", 0, []string{"int irq", "struct irqaction *action"}},
	{"skb:consume_skb", "skb.h", 0, []string{"struct sk_buff *skb"}},
	{"skb:consume_skb", "skb.h", version(6, 3), []string{"struct sk_buff *skb", "void *location"}},
	// An event of a class: only functions of its own have its arguments' names.
	{"sched:sched_wakeup", "sched.h, sched_wakeup_template", 0, []string{"struct task_struct *p"}},
}

func version(major, minor uint32) uint32 { return major<<16 | minor<<8 }

// TestPrototypes compares with TP_PROTO in include/trace/events/.
func TestPrototypes(t *testing.T) {
	s := running(t)
	kernel, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range prototypes {
		last := i+1 == len(prototypes) || prototypes[i+1].event != p.event || prototypes[i+1].since > kernel
		if p.since > kernel || !last {
			continue
		}
		d, err := s.Describe(p.event)
		if err != nil {
			t.Error(err)
			continue
		}
		var got []string
		for _, a := range d.Args {
			got = append(got, a.Declaration)
		}
		want := p.want
		if kernel < namesFrom {
			want, got = unnamed(want), types(d.Args)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is not as in include/trace/events/%s (-want +got):\n%s", p.event, p.header, diff)
		}
	}
}

// namesFrom is the version of the first kernel of those tried whose types have
// the functions that name arguments: Debian's 5.10 has but a few.
var namesFrom = version(6, 1)

func types(args []Arg) []string {
	var list []string
	for _, a := range args {
		list = append(list, a.Type)
	}
	return list
}

// unnamed are declarations without their names, which come last, and not
// without the asterisk before them.
func unnamed(declarations []string) []string {
	var list []string
	for _, d := range declarations {
		list = append(list, strings.TrimSpace(strings.TrimRight(d, "abcdefghijklmnopqrstuvwxyz_")))
	}
	return list
}

// TestFields writes the fields of every event as its format file does, and
// compares the lines.
func TestFields(t *testing.T) {
	s := running(t)
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, e := range list {
		if e.Category == "" {
			continue
		}
		fields, err := s.fields(e)
		if err != nil {
			t.Errorf("%s: %v", e, err)
			continue
		}
		var got []string
		for _, f := range fields {
			got = append(got, formatLine(f))
		}
		if diff := cmp.Diff(formatLines(t, s.tracefs, e), got); diff != "" {
			t.Errorf("%s is not as in its format file (-want +got):\n%s", e, diff)
		}
		compared++
	}
	if compared < 500 {
		t.Errorf("only %d events were compared", compared)
	}
}

// formatLine is a field as kernel/trace/trace_events.c prints it. The length
// of an array in brackets is left out, as it may be a constant's name.
func formatLine(f Field) string {
	array := ""
	if f.Length > 0 {
		array = "[]"
	}
	return fmt.Sprintf("field:%s %s%s; offset:%d; size:%d; signed:%d;", f.Type, f.Name, array, f.Offset, f.Size, map[bool]int{true: 1}[f.Signed])
}

func formatLines(t *testing.T, tracefs fs.FS, e Event) []string {
	t.Helper()
	text, err := fs.ReadFile(tracefs, "events/"+e.Category+"/"+e.Name+"/format")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		line = strings.Join(strings.Fields(line), " ")
		if !strings.HasPrefix(line, "field:") {
			continue
		}
		declaration, rest, _ := strings.Cut(line, ";")
		if open := strings.LastIndex(declaration, "["); open > 0 && strings.HasSuffix(declaration, "]") {
			declaration = declaration[:open] + "[]"
		}
		lines = append(lines, declaration+";"+rest)
	}
	return lines
}

// TestRawTracepoints shows that every event of the kernel's own has a raw
// tracepoint, with as many arguments as names for them.
func TestRawTracepoints(t *testing.T) {
	s := running(t)
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	kernel, err := features.LinuxVersionCode()
	if err != nil {
		t.Fatal(err)
	}
	raw := 0
	for _, e := range list {
		if e.RawTracepoint == "" {
			t.Logf("%s has no raw tracepoint", e)
			continue
		}
		raw++
		args, ok := s.prototype(e.RawTracepoint)
		if !ok {
			t.Errorf("%s: the arguments are not known", e)
		}
		for _, a := range args {
			if kernel < namesFrom {
				break
			}
			if a.Name == "" || !strings.HasSuffix(a.Declaration, a.Name) && !strings.Contains(a.Declaration, a.Name+")") && !strings.Contains(a.Declaration, a.Name+"[") {
				t.Errorf("%s: argument %d is %q", e, a.Index, a.Declaration)
			}
		}
	}
	if raw < len(list)*9/10 {
		t.Errorf("%d of %d events have a raw tracepoint", raw, len(list))
	}
}

// newer are system calls, of 7.3, that golang.org/x/sys does not have either.
// Their numbers are said not to be known.
var newer = []string{"fchroot"}

// TestSyscalls shows that every system call that can be traced has its number,
// its function, and a register for each argument.
func TestSyscalls(t *testing.T) {
	s := running(t)
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	list, err = Match(list, "syscalls:sys_enter_*")
	if err != nil || len(list) < 200 {
		t.Fatalf("%d system calls, %v", len(list), err)
	}
	functions := 0
	for _, e := range list {
		d, err := s.Describe(e.String())
		if err != nil {
			t.Error(err)
			continue
		}
		if d.Syscall.Number == nil {
			if !slices.Contains(newer, d.Syscall.Name) {
				t.Errorf("%s: the number is not known", e)
			}
			continue
		}
		if d.Syscall.Function != "" {
			functions++
		}
		byNumber, err := s.find(fmt.Sprint(*d.Syscall.Number))
		if err != nil || byNumber != e {
			t.Errorf("%d is %s (%v), not %s", *d.Syscall.Number, byNumber, err, e)
		}
	}
	if functions < len(list)*9/10 {
		t.Errorf("%d of %d system calls have a function", functions, len(list))
	}
}

// fits checks that text fits a terminal.
func fits(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if n := wrap.Width(strings.TrimSuffix(line, "\n")); n > wrap.Columns {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// longest are the events with the longest names of each category.
func longest(list []Event) []Event {
	by := map[string]Event{}
	for _, e := range list {
		if len(e.Name) > len(by[e.Category].Name) {
			by[e.Category] = e
		}
	}
	return slices.SortedFunc(maps.Values(by), func(a, b Event) int { return strings.Compare(a.String(), b.String()) })
}

// TestTextFits lists all events that the running kernel has, and shows those
// with the longest names.
func TestTextFits(t *testing.T) {
	s := running(t)
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, whole := range []bool{true, false} {
		if err := WriteList(&b, list, whole, true); err != nil {
			t.Fatal(err)
		}
	}
	fits(t, b.String())
	for _, e := range longest(list) {
		d, err := s.Describe(e.String())
		if err != nil {
			t.Fatal(err)
		}
		b.Reset()
		if err := d.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		fits(t, b.String())
	}
}

// TestListUnfolded: what a program reads has a line for each event.
func TestListUnfolded(t *testing.T) {
	list := []Event{{Category: "some_category", Name: strings.Repeat("x", 60), RawTracepoint: strings.Repeat("x", 60)}, {Category: "a", Name: "b"}}
	var b strings.Builder
	if err := WriteList(&b, list, true, false); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 3 || strings.Index(lines[1], " x") != strings.Index(lines[2], " –") {
		t.Errorf("%s", b.String())
	}
}
