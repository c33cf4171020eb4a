package render

import (
	"strings"
	"testing"

	"github.com/probecost/probecost/results"
	"github.com/probecost/probecost/results/analysis"
)

// TestReproduce: what a plan says comes back as flags.
func TestReproduce(t *testing.T) {
	stats := wide()
	stats.Header.Environment.Probecost = "v1.0.0-4-gabcdef0-dirty"
	bounded := good()
	bounded.Header.Plan.TimeNS, bounded.Header.Environment.Probecost = 90e9, "(devel)"
	odd := exactly()
	odd.Header.Environment.Kernel, odd.Header.Plan.Arms[2].Workload = "mainline", "it's; rm -rf $HOME"
	for _, c := range []struct {
		name string
		rec  *results.Recording
		want string
	}{
		{"a run", small(), `git checkout v1.2.3 && make build
sudo bin/probecost run --workload task_rename --handler empty,fields \
    --attach kprobe,raw_tracepoint --blocks 20 --cpu 1 --seed 6`},
		{"on several CPUs, with bpf stats", stats, `git checkout v1.0.0-4-gabcdef0 && make build # it had changes that were not committed
sudo bin/probecost run --workload task_rename,bpf_trigger --handler count \
    --attach kprobe,tracepoint,raw_tracepoint --blocks 16 --bpf-stats \
    --cpus 0,1,2,3 --seed 5`},
		{"within a time, by no version", bounded, `sudo bin/probecost run --workload task_rename,urandom_read,fchmodat \
    --handler empty --attach kprobe,tracepoint,raw_tracepoint,fentry,tp_btf \
    --blocks 30 --time 1m30s --cpu 1 --seed 1`},
		{"a count", again(exactly(), "6.12.117+deb12-cloud-amd64"), `bin/probecost count --kernel 6.12 --workload task_rename,fchmodat \
    --handler empty --attach kprobe,tracepoint,raw_tracepoint,tp_btf \
    --seed 3`},
		{"words that a shell would carry out", odd, `bin/probecost count --kernel mainline \
    --workload "task_rename,it's; rm -rf \$HOME,fchmodat" --handler empty \
    --attach kprobe,tracepoint,raw_tracepoint,tp_btf --seed 3`},
		{"own programs", twoBuilds(results.Time), `sudo bin/probecost run --workload task_rename --object old=agent.bpf.o \
    --object new=agent.bpf.o \
    --program handle_exec,handle_exit,handle_fork,handle_open --blocks 40 \
    --cpu 1 --seed 4`},
		{"a command", driving(), `sudo bin/probecost run --object agent.bpf.o --program filter,log \
    --attach filter=kprobe/vfs_open --drive "/usr/bin/make -C 'my source'" \
    --blocks 12 --cpu 0 --seed 7`},
	} {
		if got := strings.Join(reproduce([]analysis.Table{{Header: &c.rec.Header}}), "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
