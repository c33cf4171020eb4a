package bench

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/attach"
	"github.com/probecost/probecost/workloads"
)

func TestSelectHooks(t *testing.T) {
	all := []string{"all"}
	for _, test := range []struct {
		workloads, attach []string
		wantW, wantT      string // names; of attach types only those with a program
	}{
		{all, nil, "task_rename urandom_read fchmodat", "kprobe tracepoint raw_tracepoint fentry tp_btf"},
		{all, []string{"t*"}, "task_rename urandom_read fchmodat", "tracepoint tp_btf"},
		{all, []string{"k*"}, "task_rename urandom_read fchmodat",
			"kprobe kprobe_optimized kprobe_int3 kretprobe kprobe.multi kretprobe.multi kprobe.session"},
		{all, []string{"uprobe"}, "uprobe_trigger", "uprobe"},
		{all, []string{"kprobe", "uprobe"}, "task_rename urandom_read fchmodat uprobe_trigger", "kprobe uprobe"},
		{all, []string{"base"}, "task_rename urandom_read fchmodat", ""},
		{[]string{"task_rename"}, []string{"kretprobe"}, "task_rename", "kretprobe"},
		{[]string{"uprobe_trigger"}, nil, "uprobe_trigger", "kprobe tracepoint raw_tracepoint fentry tp_btf uprobe uretprobe uprobe.multi"},
		{[]string{"bpf_trigger"}, nil, "bpf_trigger", "kprobe tracepoint raw_tracepoint fentry tp_btf"},
	} {
		ws, ts, err := selectHooks(test.workloads, test.attach)
		if err != nil {
			t.Errorf("%q, %q: %v", test.workloads, test.attach, err)
			continue
		}
		if diff := cmp.Diff([]string{test.wantW, test.wantT}, []string{namesOfWorkloads(ws), namesOfPrograms(ts)}); diff != "" {
			t.Errorf("%q, %q: %s", test.workloads, test.attach, diff)
		}
	}
	ws, ts, err := selectHooks(all, all)
	if err != nil || namesOfWorkloads(ws) != "task_rename urandom_read fchmodat uprobe_trigger" || len(ts) != len(attach.All)-2 {
		t.Errorf("all: %s, %s, %v", namesOfWorkloads(ws), namesOfPrograms(ts), err)
	}
}

func TestSelectHooksRefuses(t *testing.T) {
	for _, test := range []struct {
		workloads, attach []string
		want              string
	}{
		{[]string{"task_rename"}, []string{"uprobe"}, "workload task_rename has a hook for none"},
		{[]string{"uprobe_trigger"}, []string{"k*"}, "workload uprobe_trigger has a hook for none"},
		{[]string{"task_rename"}, []string{"kprobe", "uprobe"}, "attach type uprobe has a hook in none of these workloads: it has one in uprobe_trigger"},
		{[]string{"nothing"}, nil, "unknown workload"},
		{[]string{"all"}, []string{"nothing"}, "unknown attach type"},
	} {
		_, _, err := selectHooks(test.workloads, test.attach)
		var usage *UsageError
		if err == nil || !errors.As(err, &usage) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q, %q: error %v, want one with %q", test.workloads, test.attach, err, test.want)
		}
	}
}

func namesOfWorkloads(ws []workloads.Workload) string {
	var names []string
	for _, w := range ws {
		names = append(names, w.Name)
	}
	return strings.Join(names, " ")
}

func namesOfPrograms(ts []attach.Type) string {
	var names []string
	for _, t := range ts {
		if t.HasProgram() {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, " ")
}
