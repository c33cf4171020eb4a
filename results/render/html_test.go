package render

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

func TestPageGolden(t *testing.T) {
	golden(t, "report.html", pages(t)["small"])
}

// TestPageAgain writes the same page twice.
func TestPageAgain(t *testing.T) {
	first, second := pages(t), pages(t)
	for name, text := range first {
		if !bytes.Equal(text, second[name]) {
			t.Errorf("%s is another page each time", name)
		}
	}
}

// TestPageSays looks for what a reader must not miss.
func TestPageSays(t *testing.T) {
	all := pages(t)
	for _, c := range []struct {
		page  string
		wants []string
	}{
		{"nothing", []string{"Nothing was measured."}},
		{"small", []string{"raw_tracepoint", "There is no figure for fentry.", "CONFIG_DEBUG_INFO_BTF is not set", "git checkout v1.2.3",
			"--workload task_rename --handler empty,fields", "--blocks 20 --cpu 1 --seed 6", "fingerprint " + small().Header.Environment.Fingerprint()}},
		{"poor", []string{"<strong>inconclusive</strong> task_rename/fields/raw_tracepoint: no figure", "the recording was cut short", "&lt; "}},
		{"crashed", []string{"the recording was cut short: 12 of 20 blocks were begun"}},
		{"spoiled", []string{"<strong>invalid</strong> the machine was changed"}},
		{"both", []string{"Time and instructions", "Linux 5.10.0-35", "Linux 6.1.0-56", "dearer by instructions", "CONFIG_DEBUG_INFO_BTF is not set"}},
		{"wide", []string{"Several CPUs at once", "2 CPUs", "hardware counters", "positive control", "bpf stats", "1 ran on another CPU", "invalid"}},
		{"builds", []string{"By program, new against old: 1 worse, 1 better, 1 same and 2 not measured.", "handle_exec (kprobe)", "--object old=agent.bpf.o", "--object new=agent.bpf.o"}},
		{"instructions", []string{"The largest change is that of handle_exec (kprobe), &#43;12."}},
		{"drive", []string{"What BPF programs cost a run of /usr/bin/make -C my source", "--drive", "filter (kprobe)", "--attach filter=kprobe/vfs_open", "&lt;"}},
		{"machines", []string{"All machines", "New by old", "machine 3", "left out"}},
		{"history", []string{"1 worse", "60 sessions", "the reference has", "kernel", "predicted"}},
		{"no history", []string{"There is no history yet."}},
	} {
		for _, want := range c.wants {
			if !strings.Contains(string(all[c.page]), want) {
				t.Errorf("the page %q says nothing of %q", c.page, want)
			}
		}
	}
}

// TestPageEnvironment: all that is known of a machine is on the page.
func TestPageEnvironment(t *testing.T) {
	rec := small()
	e := reflect.ValueOf(&rec.Header.Environment).Elem()
	for i := range e.NumField() {
		if e.Field(i).Kind() == reflect.String {
			e.Field(i).SetString("its " + e.Type().Field(i).Name)
		}
	}
	rec.Header.Environment.Hypervisor = true
	var b bytes.Buffer
	if err := HTML(&b, tables(t, rec)); err != nil {
		t.Fatal(err)
	}
	for i := range e.NumField() {
		if value := fmt.Sprint(e.Field(i)); e.Field(i).Kind() == reflect.String && !strings.Contains(b.String(), value) {
			t.Errorf("%s is not on the page", value)
		}
	}
	if !strings.Contains(b.String(), "(virtual)") {
		t.Error("a virtual machine is not called one")
	}
}

// TestAnswer: the sentence has the order of the table, and what cannot be told
// apart is not put into an order.
func TestAnswer(t *testing.T) {
	row := func(attach string, overhead, half float64) analysis.Row {
		return analysis.Row{Arm: results.Arm{Workload: "w", Handler: "empty", Attach: attach, Workers: 1}, Estimate: &analysis.Estimate{
			Base: 100, Value: 100 + overhead, Overhead: overhead, Interval: &analysis.Interval{Lo: overhead - half, Hi: overhead + half, MDE: half}}}
	}
	table := func(metric results.Metric, rows ...analysis.Row) analysis.Table {
		return analysis.Table{Header: &results.Header{Metric: metric}, Workload: "w", Handler: "empty", Rows: rows}
	}
	missing := analysis.Row{Arm: results.Arm{Attach: "fentry"}, Reason: "n/a", NotMeasured: true}
	const time, count = "What a program that does nothing adds to an event of w", "What a program that does nothing adds to an event of w in instructions"
	for _, c := range []struct {
		table analysis.Table
		want  string
	}{
		{table(results.Time, row("kprobe", 60, 1), row("tp_btf", 20, 1), row("raw_tracepoint", 21, 1), missing),
			time + ", from the cheapest to the dearest way to attach it: tp_btf 20.0 ± 1.0 ns and raw_tracepoint 21.0 ± 1.0 ns (too close to tell apart); kprobe 60.0 ± 1.0 ns. There is no figure for fentry."},
		{table(results.Time, row("kprobe", 0.5, 1)), time + ": kprobe < 1.0 ns."},
		{table(results.Time, missing), "There is no figure: under Validity is why."},
		{table(results.Instructions, row("kprobe", 361, 0), row("tp_btf", 86, 0), row("raw_tracepoint", 86, 0)),
			count + ", from the cheapest to the dearest way to attach it: tp_btf 86 and raw_tracepoint 86; kprobe 361."},
	} {
		if got := answer(c.table); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
