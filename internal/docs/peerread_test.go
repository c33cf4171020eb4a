package docs

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What the programs print, shortened, and what is read off it, ns.
var printed = []struct {
	name string
	read func(string) (map[string]float64, error)
	text string
	want map[string]float64
}{
	{"test_overhead repeats what it had not written before a fork", readTestOverhead,
		"BASE\ntask_rename:0: 5000000 events per sec\nBASE\nw/TRACEPOINT\ntask_rename:0: 4000000 events per sec\n" +
			"BASE\nw/TRACEPOINT\nw/RAW_TRACEPOINT\ntask_rename:0: 4545454 events per sec\nBASE\nw/TRACEPOINT\nw/RAW_TRACEPOINT",
		map[string]float64{"tracepoint": 50, "raw_tracepoint": 20}},
	{"test_overhead without its base", readTestOverhead, "w/TRACEPOINT\ntask_rename:0: 4000000 events per sec\n", nil},
	{"test_overhead that attached nothing", readTestOverhead, "BASE\ntask_rename:0: 5000000 events per sec\nBASE\nw/TRACEPOINT\n", nil},
	{"bench", readBench,
		"Setting up benchmark 'trig-kernel-count'...\nIter   0: hits 1.0M/s\nSummary: hits  100.000 ± 6.910M/s (100.000M/prod)\n" +
			"Setting up benchmark 'trig-tp'...\nIter   0: hits 1.0M/s\nSummary: hits   25.000 ± 0.100M/s ( 25.000M/prod)\n",
		map[string]float64{"tracepoint": 30}},
	{"bench that failed", readBench, "Setting up benchmark 'trig-tp'...\nfailed to attach program!\n", nil},
	{"ebpf_exporter", readExporter,
		"BenchmarkGetpidWithoutAnyProbes/getpid         \t14280746\t        82.37 ns/op\n" +
			"BenchmarkGetpidTracepointWithNoMap/getpid      \t10994064\t       109.1 ns/op\nPASS\n",
		map[string]float64{"tp_btf": 26.73}},
	{"probecost, whose other table has times", readOurs,
		" attach type     events/s  ns/event       overhead  % of base\n base               6.43M     139.4              –          –\n" +
			" tracepoint         5.04M     172.4  33.0 ± 1.2 ns     23.7 %\n kprobe                 –         –            n/a          –\n" +
			" tracepoint      684 (637–787) µs  423 (378–8399) µs  79.7 (71.1–85.2) ms\n",
		map[string]float64{"tracepoint": 33}},
	{"probecost without a figure", readOurs, " tracepoint         5.04M         –  inconclusive          –\n", nil},
}

func TestReadPeers(t *testing.T) {
	for _, p := range printed {
		got, err := p.read(p.text)
		if (err == nil) != (p.want != nil) {
			t.Errorf("%s: %v, %v", p.name, got, err)
		}
		if diff := cmp.Diff(p.want, got, cmpopts.EquateApprox(0, 0.01), cmpopts.EquateEmpty()); p.want != nil && diff != "" {
			t.Errorf("%s (-want +got): %s", p.name, diff)
		}
	}
}

// TestReadSessions shows that a session that is missing or failed is noticed.
func TestReadSessions(t *testing.T) {
	head := func(n, status string) string {
		return "== session " + n + ", 2026-11-22 23:05:24 UTC, 0.6 s, load average 2.91, others took 7 % of the CPUs, exit status " + status + "\n"
	}
	read := func(printed string) (map[string]float64, error) {
		return map[string]float64{"tracepoint": float64(len(printed))}, nil
	}
	list, err := readSessions("# command\n"+head("1", "0")+"one\n"+head("2", "0")+"three\n", read)
	if err != nil || len(list) != 2 || list[1].overheads["tracepoint"] != 6 || list[0].load != 2.91 || math.Abs(list[0].others-0.07) > 1e-9 {
		t.Errorf("%+v, %v", list, err)
	}
	for _, text := range []string{
		"", head("1", "0"), head("1", "0") + head("3", "0"), head("1", "0") + head("2", "1"), head("2", "0") + head("1", "0"),
		strings.ReplaceAll(head("1", "0")+head("2", "0"), "11-22", "11-32"),
	} {
		if list, err := readSessions(text, read); err == nil {
			t.Errorf("%q has %+v", text, list)
		}
	}
}
